//! Properties of the guided intake.
