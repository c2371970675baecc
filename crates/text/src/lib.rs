//! Vitrina: text.
