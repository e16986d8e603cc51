//! Reconciling: sectors add up to the total of their area.
