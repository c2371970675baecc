//! Vitrina: web.
