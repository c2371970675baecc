//! Vitrina: store.
