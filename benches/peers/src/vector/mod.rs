//! Vector's engine: the program of a `remap` transform, and the event as a sink encodes it with the
//! `json` codec.

mod table;

use vrl::compiler::runtime::Runtime;
use vrl::compiler::{Program, TargetValue, TimeZone, compile};
use vrl::value;
use vrl::value::{ObjectMap, Secrets, Value};

use crate::databases;
use table::Table;

pub(crate) struct Vector {
    program: Program,
    runtime: Runtime,
}

impl Vector {
    /// `mode` is how `parse_user_agent` works; Vector's default is `fast`.
    pub(crate) fn new(mode: &str) -> Self {
        let device = match mode {
            "enriched" => "agent.device.family",
            _ => "agent.device.category",
        };
        let source = include_str!("access.vrl")
            .replace("MODE", mode)
            .replace("DEVICE", device);
        let mut functions = vrl::stdlib::all();
        functions.push(Box::new(Table::new("find_city", databases::cities())));
        functions.push(Box::new(Table::new("find_network", databases::networks())));
        let compiled = compile(&source, &functions);
        Self {
            program: compiled.expect("the program compiles").program,
            runtime: Runtime::default(),
        }
    }

    pub(crate) fn document(&mut self, line: &str) -> Vec<u8> {
        let mut target = TargetValue {
            value: value!({ message: line }),
            metadata: Value::Object(ObjectMap::new()),
            secrets: Secrets::default(),
        };
        let result = self
            .runtime
            .resolve(&mut target, &self.program, &TimeZone::default());
        result.expect("every line is an event");
        self.runtime.clear();
        serde_json::to_vec(&target.value).unwrap()
    }
}
