//! Counters in a component's code: each call of an import goes through a function that counts it.
//!
//! The host can't tell which import a call was for, because wasmtime's hooks don't say. So the code
//! says it: a function around each import counts the call, and notes in a global which one it is.

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, Component, ConstExpr, Function, FunctionSection, GlobalSection, GlobalType,
    Module, RawSection, ValType,
};
use wasmparser::{
    CodeSectionReader, Export, FuncType, FunctionSectionReader, GlobalSectionReader, KnownCustom,
    Name, Parser, Payload, TypeRef,
};

use crate::guest::own_sections;

/// The function by which the host gets memory for what it copies into the component.
const HOST_ALLOCATES: &str = "cabi_realloc";
/// The C library's functions that allocate. Only a component that was not stripped names them.
const ALLOCATES: [&str; 4] = ["malloc", "calloc", "realloc", "posix_memalign"];

/// What stands for no import in the global that notes the current one.
pub const NO_IMPORT: i32 = -1;

/// What the counters count, and where they are in the instrumented module.
#[derive(Clone, Debug, Default)]
pub struct Counters {
    /// The imports: the interface, a space, and the function.
    pub imports: Vec<String>,
    /// The module's global that holds the number of the import that is being called. The counts of
    /// the imports are in those after it.
    pub current: u32,
}

impl Counters {
    /// The global with the number of calls of an import.
    pub fn calls(&self, import: usize) -> u32 {
        self.current + 1 + import as u32
    }

    /// The global with the number of bytes that the host copied into the component.
    pub fn bytes(&self) -> u32 {
        self.calls(self.imports.len())
    }

    /// The global with the number of bytes that the component wrote into streams.
    pub fn written(&self) -> u32 {
        self.bytes() + 1
    }

    /// The global with the number of allocations in the component.
    pub fn allocations(&self) -> u32 {
        self.written() + 1
    }

    fn end(&self) -> u32 {
        self.allocations() + 1
    }
}

/// What an import is called: `spin:postgres/postgres connection.query-async`, or
/// `wasi:http/types stream-read of request.new` for a function that comes with a stream in the type of
/// another one.
fn named(module: &str, name: &str) -> String {
    let interface = module.trim_start_matches("[export]").split('@').next().unwrap_or_default();
    let (mut function, mut operation) = (name, None);
    while let Some((mark, rest)) = function.strip_prefix('[').and_then(|name| name.split_once(']'))
    {
        function = rest;
        if !["async-lower", "method", "static", "constructor"].contains(&mark) {
            operation = Some(mark.trim_end_matches(|end: char| end == '-' || end.is_ascii_digit()));
        }
    }
    match (interface, operation) {
        ("$root", Some(operation)) => operation.to_owned(),
        (_, Some(operation)) => format!("{interface} {operation} of {function}"),
        (_, None) => format!("{interface} {function}"),
    }
}

/// The component with counters in its largest module.
pub fn instrument(component: &[u8]) -> Result<(Vec<u8>, Counters)> {
    let mut largest = 0..0;
    for payload in own_sections(component) {
        if let Payload::ModuleSection { unchecked_range, .. } = payload?
            && unchecked_range.len() > largest.len()
        {
            largest = unchecked_range;
        }
    }
    let (module, counters) = instrument_module(&component[largest.clone()])?;
    let mut written = Component::new();
    for payload in own_sections(component) {
        if let Some((id, range)) = payload?.as_section() {
            let data = if range == largest { &module } else { &component[range] };
            written.section(&RawSection { id, data });
        }
    }
    Ok((written.finish(), counters))
}

fn instrument_module(binary: &[u8]) -> Result<(Vec<u8>, Counters)> {
    let mut plan = Plan::read(binary)?;
    let mut module = Module::new();
    plan.parse_core_module(&mut module, Parser::new(0), binary)
        .map_err(|error| anyhow::anyhow!("cannot count its calls: {error}"))?;
    Ok((module.finish(), plan.counters))
}

/// A function that gets another one in front of it.
struct Counted {
    function: u32,
    type_index: u32,
    ty: FuncType,
    counts: Counts,
}

enum Counts {
    /// The calls of the import with this number. For a stream's write, its length is added up.
    Import {
        number: u32,
        writes: bool,
    },
    /// The bytes that the host asks memory for.
    Bytes,
    Allocations,
}

/// What is added to a module.
struct Plan {
    counters: Counters,
    counted: Vec<Counted>,
    /// The number of functions in the module as it was.
    functions: u32,
}

impl Plan {
    fn read(binary: &[u8]) -> Result<Self> {
        let (mut types, mut functions, mut imports) = (Vec::new(), Vec::new(), Vec::new());
        let (mut globals, mut allocating) = (0, Vec::new());
        for payload in Parser::new(0).parse_all(binary) {
            match payload? {
                Payload::TypeSection(section) => {
                    for ty in section.into_iter_err_on_gc_types() {
                        types.push(ty?);
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        match import.ty {
                            TypeRef::Func(ty) => {
                                functions.push(ty);
                                imports.push(named(import.module, import.name));
                            }
                            TypeRef::Global(_) => globals += 1,
                            _ => {}
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        functions.push(ty?);
                    }
                }
                Payload::GlobalSection(section) => globals += section.count(),
                Payload::ExportSection(section) => {
                    for export in section {
                        let Export { name, index, .. } = export?;
                        if name == HOST_ALLOCATES {
                            allocating.push((index, Counts::Bytes));
                        }
                    }
                }
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(names) = section.as_known() {
                        for name in names {
                            let Name::Function(functions) = name? else { continue };
                            for function in functions {
                                let function = function?;
                                if ALLOCATES.contains(&function.name) {
                                    allocating.push((function.index, Counts::Allocations));
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        let imported = (0_u32..).zip(&imports).map(|(number, name)| {
            (number, Counts::Import { number, writes: name.contains("stream-write") })
        });
        let mut counted = Vec::new();
        for (function, counts) in imported.chain(allocating) {
            let type_index = *functions.get(function as usize).context("an unknown function")?;
            let ty: &FuncType = types.get(type_index as usize).context("an unknown type")?;
            counted.push(Counted { function, type_index, ty: ty.clone(), counts });
        }
        let counters = Counters { imports, current: globals };
        Ok(Self { counters, counted, functions: functions.len() as u32 })
    }

    /// The body of the function in front of another one.
    fn body(&self, counted: &Counted) -> Function {
        let mut body = Function::new([]);
        let mut code = body.instructions();
        let mut add = |global: u32, local: Option<u32>| {
            code.global_get(global);
            match local {
                Some(local) => code.local_get(local).i64_extend_i32_u(),
                None => code.i64_const(1),
            };
            code.i64_add().global_set(global);
        };
        match counted.counts {
            Counts::Import { number, writes } => {
                add(self.counters.calls(number as usize), None);
                // The handle, the address, and how many.
                if writes && counted.ty.params().len() == 3 {
                    add(self.counters.written(), Some(2));
                }
                code.i32_const(number as i32).global_set(self.counters.current);
            }
            // What it was, its size, the alignment, and the new size.
            Counts::Bytes => add(self.counters.bytes(), Some(3)),
            Counts::Allocations => add(self.counters.allocations(), None),
        }
        for local in 0..counted.ty.params().len() as u32 {
            code.local_get(local);
        }
        code.call(counted.function);
        if matches!(counted.counts, Counts::Import { .. }) {
            code.i32_const(NO_IMPORT).global_set(self.counters.current);
        }
        code.end();
        body
    }
}

impl Reencode for Plan {
    type Error = std::convert::Infallible;

    /// Calls, tables and exports get the function in front.
    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        let front = self.counted.iter().position(|counted| counted.function == function);
        Ok(front.map_or(function, |front| self.functions + front as u32))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_function_section(self, functions, section)?;
        for counted in &self.counted {
            functions.function(counted.type_index);
        }
        Ok(())
    }

    fn parse_global_section(
        &mut self,
        globals: &mut GlobalSection,
        section: GlobalSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_global_section(self, globals, section)?;
        let ty = |val_type| GlobalType { val_type, mutable: true, shared: false };
        globals.global(ty(ValType::I32), &ConstExpr::i32_const(NO_IMPORT));
        for _ in self.counters.calls(0)..self.counters.end() {
            globals.global(ty(ValType::I64), &ConstExpr::i64_const(0));
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        utils::parse_code_section(self, code, section)?;
        for counted in &self.counted {
            code.function(&self.body(counted));
        }
        Ok(())
    }
}
