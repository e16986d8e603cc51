//! Models and datasets shipped inside the program.
