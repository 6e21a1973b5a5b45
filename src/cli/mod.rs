//! The command line, `weblog`: the same pipeline on a person's own machine.
