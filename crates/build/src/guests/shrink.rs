//! Making a guest smaller, with Binaryen's `wasm-opt`: it finds what LLVM leaves.
//!
//! `wasm-opt` supports modules but not components, so the component's own module is taken out, made
//! smaller and put back. The small modules beside it are the linker's glue.

use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use connectly_local::{process, report, workspace};
use wasm_encoder::{Component, RawSection};
use wasmparser::{Parser, Payload};

use crate::sections;

/// Optimize for size, with the WebAssembly features that rustc uses, because `strip` removes the
/// section that lists them. Then the features that `.cargo/config.toml` adds.
const FLAGS: [&str; 9] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-extended-const",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// The npm package.
fn tool() -> PathBuf {
    workspace::root().join("node_modules/binaryen")
}

/// Makes a guest that cargo has just built smaller. The result for a file of the same content is
/// kept in `folder` and reused.
pub async fn shrink(file: &Path, folder: &Path) -> Result<()> {
    let built = std::fs::read(file).with_context(|| file.display().to_string())?;
    std::fs::create_dir_all(folder)?;
    let name = file.file_name().context("a guest is a file")?;
    let (before, after) = (folder.join(name).with_extension("from"), folder.join(name));

    let tool = std::fs::read(tool().join("package.json")).context("npm's package binaryen")?;
    let source = [FLAGS.join(" ").as_bytes(), &tool, &built].concat();
    if std::fs::read(&before).ok().as_ref() != Some(&source) {
        report::step(format_args!("Making {} smaller", name.display()));
        std::fs::write(&after, shrunk(&built, &after).await?)?;
        // Written last, so that an interrupted run starts again.
        std::fs::write(&before, source)?;
    }
    // Cargo keeps a hard link to its own file, which must not change.
    let new = file.with_extension("new");
    std::fs::copy(after, &new)?;
    Ok(std::fs::rename(new, file)?)
}

/// The component with its module made smaller. Temporary files are beside `path`.
async fn shrunk(component: &[u8], path: &Path) -> Result<Vec<u8>> {
    let (from, to) = (path.with_extension("module"), path.with_extension("smaller"));
    let module = module(component)?;
    std::fs::write(&from, &component[module.clone()])?;
    let mut wasm_opt = process::command("node");
    wasm_opt.arg(tool().join("bin/wasm-opt"));
    process::output(wasm_opt.args(FLAGS).arg(&from).arg("-o").arg(&to)).await?;
    let smaller = std::fs::read(&to)?;
    std::fs::remove_file(from)?;
    std::fs::remove_file(to)?;
    with_module(component, &module, &smaller)
}

/// The range of a component's largest module.
fn module(component: &[u8]) -> Result<Range<usize>> {
    let mut largest = 0..0;
    for payload in Parser::new(0).parse_all(component) {
        if let Payload::ModuleSection { unchecked_range, .. } = payload?
            && unchecked_range.len() > largest.len()
        {
            largest = unchecked_range;
        }
    }
    Ok(largest)
}

/// The component with another module at `place`, and without the names of its parts, which
/// only debuggers read.
fn with_module(component: &[u8], place: &Range<usize>, module: &[u8]) -> Result<Vec<u8>> {
    let mut written = Component::new();
    for payload in sections::own(component) {
        let payload = payload?;
        let is_name = matches!(&payload, Payload::CustomSection(section)
            if section.name() == "component-name");
        if !is_name && let Some((id, range)) = payload.as_section() {
            let data = if range == *place { module } else { &component[range] };
            written.section(&RawSection { id, data });
        }
    }
    Ok(written.finish())
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CustomSection, Module, ModuleSection};

    use super::*;

    fn module_with(bytes: usize) -> Module {
        let mut module = Module::new();
        module.section(&CustomSection { name: "filling".into(), data: vec![7; bytes].into() });
        module
    }

    fn component(modules: &[Module]) -> Vec<u8> {
        let mut component = Component::new();
        for module in modules {
            component.section(&ModuleSection(module));
        }
        component.section(&CustomSection { name: "component-name".into(), data: [0][..].into() });
        component.section(&CustomSection { name: "kept".into(), data: [1, 2][..].into() });
        component.finish()
    }

    #[test]
    fn the_largest_module_is_exchanged_and_all_else_but_names_stays() {
        let (small, large, other) = (module_with(10), module_with(5_000), module_with(300));
        let before = component(&[small.clone(), large.clone(), small.clone()]);
        let place = module(&before).unwrap();
        assert_eq!(before[place.clone()], *large.as_slice());
        let after = with_module(&before, &place, other.as_slice()).unwrap();

        let mut expected = Component::new();
        for module in [&small, &other, &small] {
            expected.section(&ModuleSection(module));
        }
        expected.section(&CustomSection { name: "kept".into(), data: [1, 2][..].into() });
        assert_eq!(after, expected.finish());
    }
}
