//! The journey through the use cases, on both databases.

mod acts;
pub mod crm;
pub mod desk;
mod differential;
mod families;
mod guards;
mod outside;
mod places;
mod refund;
