//! The table of operations, each with an example of its body.

use serde_json::Value;
use sigillo_contract::example::Example;
use sigillo_contract::operations::visit_all;
use sigillo_contract::{Operation, Spec, Visitor};

pub struct Row {
    pub spec: Spec,
    pub example: Value,
}

#[derive(Default)]
struct Rows(Vec<Row>);

impl Visitor for Rows {
    fn visit<O: Operation>(&mut self) {
        let example = serde_json::to_value(<O::Body as Example>::example()).expect("JSON");
        self.0.push(Row { spec: O::SPEC, example });
    }
}

/// Every row of the table.
pub fn rows() -> Vec<Row> {
    let mut rows = Rows::default();
    visit_all(&mut rows);
    rows.0
}
