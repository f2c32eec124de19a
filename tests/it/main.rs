//! The black-box tests: one binary, one module per area.
