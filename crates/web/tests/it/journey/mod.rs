//! The steps of a request through the whole site: every form of the way, what is refused and how it comes back.

mod files;
mod keys;
mod refused;
mod way;
mod whole;
