//! The accounting identities every result must meet.
