//! Validation: from tables as read to checked figures, with every problem at once.
