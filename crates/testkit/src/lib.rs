//! Vitrina: testkit.
