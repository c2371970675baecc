//! Vitrina: app.
