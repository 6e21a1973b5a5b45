//! A function that looks up an address. Vector has `get_enrichment_table_record` with tables of
//! type `mmdb`, which are not part of the crate. Like Vector's function, this function returns the
//! whole record as a value. It does less than Vector's function, which takes a map of conditions
//! and finds the table by name.

use std::sync::Arc;

use maxminddb::{Mmap, Reader};
use vrl::compiler::prelude::*;

#[derive(Debug, Clone)]
pub(super) struct Table {
    identifier: &'static str,
    reader: Option<Arc<Reader<Mmap>>>,
}

impl Table {
    pub(super) fn new(identifier: &'static str, reader: Option<Reader<Mmap>>) -> Self {
        let reader = reader.map(Arc::new);
        Self { identifier, reader }
    }
}

impl Function for Table {
    fn identifier(&self) -> &'static str {
        self.identifier
    }

    fn usage(&self) -> &'static str {
        "Looks an address up."
    }

    fn category(&self) -> &'static str {
        Category::Ip.as_ref()
    }

    fn return_kind(&self) -> u16 {
        kind::OBJECT
    }

    fn examples(&self) -> &'static [Example] {
        &[]
    }

    fn parameters(&self) -> &'static [Parameter] {
        const PARAMETERS: &[Parameter] = &[Parameter::required("value", kind::ANY, "The address.")];
        PARAMETERS
    }

    fn compile(
        &self,
        _: &TypeState,
        _: &mut FunctionCompileContext,
        arguments: ArgumentList,
    ) -> Compiled {
        let (table, address) = (self.clone(), arguments.required("value"));
        Ok(Find { table, address }.as_expr())
    }
}

#[derive(Debug, Clone)]
struct Find {
    table: Table,
    address: Box<dyn Expression>,
}

impl FunctionExpression for Find {
    fn resolve(&self, ctx: &mut Context<'_>) -> Resolved {
        let address = self.address.resolve(ctx)?;
        let record = || {
            let address = address.to_str_lossy()?.parse().ok()?;
            let found = self.table.reader.as_ref()?.lookup(address).ok()?;
            found.decode::<ObjectMap>().ok()?
        };
        Ok(record().unwrap_or_default().into())
    }

    fn type_def(&self, _: &TypeState) -> TypeDef {
        TypeDef::object(Collection::any()).infallible()
    }
}
