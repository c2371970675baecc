//! How requests flow: event logs in columns, what they tell, pictures of them, and the formats in which they travel.
//! Pure: no clock, no database; calendars come as a parameter.

pub mod log;
