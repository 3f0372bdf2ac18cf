//! Which version of WASI a component is made for, as its exports tell.

use anyhow::{Result, bail};
use wasm_encoder::{Encode, RawSection};
use wasmparser::{
    BinaryReader, ComponentExport, FromReader, Parser, Payload, Result as ParserResult,
    SectionLimited,
};

/// How the release candidate of WASI 0.3 marks its interfaces.
const CANDIDATE: &str = "@0.3.0-rc-2026-03-15";
/// How WASI 0.3.0 marks them.
const FINAL: &str = "@0.3.0";

/// A version of WASI. Each has its way of answering HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wasi {
    /// 0.2, for Spin 3 and newer.
    V0_2,
    /// The release candidate of 0.3 of 2026-03-15, for Spin 4.0 and newer.
    V0_3Candidate,
    /// 0.3.0, for Spin 4.1 and newer.
    V0_3,
}

impl Wasi {
    /// Reads the version from the name of the component's handler.
    ///
    /// # Errors
    /// If there is no handler, or if there are several.
    pub fn of(component: &[u8]) -> Result<Self> {
        let mut found: Vec<_> =
            exports(component)?.into_iter().filter_map(Self::of_export).collect();
        match (found.pop(), found.pop()) {
            (Some(wasi), None) => Ok(wasi),
            (Some(_), Some(_)) => bail!("exports several HTTP handlers, but may have only one"),
            (None, _) => bail!(
                "exports neither wasi:http/handler@0.3 nor wasi:http/incoming-handler@0.2, so it \
                 cannot answer HTTP"
            ),
        }
    }

    fn of_export(name: &str) -> Option<Self> {
        let (interface, version) = name.strip_prefix("wasi:http/")?.split_once('@')?;
        let is = |release: &str| {
            let patch = version.strip_prefix(release);
            patch.is_some_and(|patch| patch.parse::<u32>().is_ok())
        };
        match interface {
            "incoming-handler" if is("0.2.") => Some(Self::V0_2),
            "handler" if is("0.3.") => Some(Self::V0_3),
            "handler" if CANDIDATE[1..] == *version => Some(Self::V0_3Candidate),
            _ => None,
        }
    }
}

fn exports(component: &[u8]) -> ParserResult<Vec<&str>> {
    let mut names = Vec::new();
    for payload in own_sections(component) {
        if let Payload::ComponentExportSection(section) = payload? {
            for export in section {
                let ComponentExport { name, .. } = export?;
                names.push(name.name);
            }
        }
    }
    Ok(names)
}

/// Turns a component for the release candidate into one for 0.3.0. Between the two, WASI's interfaces
/// changed in nothing but their version, so the component's imports and exports get new names.
pub fn from_candidate(component: &[u8]) -> ParserResult<Vec<u8>> {
    let mut written = wasm_encoder::Component::new();
    for payload in own_sections(component) {
        let payload = payload?;
        let Some((id, range)) = payload.as_section() else { continue };
        let renamed = match payload {
            Payload::ComponentImportSection(section) => Some(rename(component, section)?),
            Payload::ComponentExportSection(section) => Some(rename(component, section)?),
            _ => None,
        };
        let data = renamed.as_deref().unwrap_or(&component[range]);
        written.section(&RawSection { id, data });
    }
    Ok(written.finish())
}

/// A section of imports or exports, each of which starts with a byte and its name.
fn rename<'a, T: FromReader<'a>>(
    component: &[u8],
    section: SectionLimited<'a, T>,
) -> ParserResult<Vec<u8>> {
    let mut data = Vec::new();
    section.count().encode(&mut data);
    let end = section.range().end;
    let starts = section.into_iter_with_offsets().map(|item| item.map(|(start, _)| start));
    let mut bounds: Vec<usize> = starts.collect::<ParserResult<_>>()?;
    bounds.push(end);
    for bounds in bounds.windows(2) {
        let mut item = BinaryReader::new(&component[bounds[0]..bounds[1]], bounds[0]);
        data.push(item.read_u8()?);
        item.read_string()?.replace(CANDIDATE, FINAL).as_str().encode(&mut data);
        data.extend(item.read_bytes(item.bytes_remaining())?);
    }
    Ok(data)
}

/// The component's sections, without what is inside the modules and components in it.
pub fn own_sections(component: &[u8]) -> impl Iterator<Item = ParserResult<Payload<'_>>> {
    let mut depth = 0_usize;
    Parser::new(0).parse_all(component).filter(move |payload| {
        let own = depth == 0;
        match payload {
            Ok(Payload::ModuleSection { .. } | Payload::ComponentSection { .. }) => depth += 1,
            Ok(Payload::End(_)) => depth = depth.saturating_sub(1),
            Ok(_) | Err(_) => {}
        }
        own
    })
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        Component, ComponentExportKind, ComponentExportSection, ComponentImportSection,
        ComponentTypeRef, NestedComponentSection,
    };

    use super::*;

    fn component(imports: &[&str], exports: &[&str]) -> Component {
        let mut component = Component::new();
        let mut section = ComponentImportSection::new();
        for name in imports {
            section.import(*name, ComponentTypeRef::Instance(0));
        }
        component.section(&section);
        let mut section = ComponentExportSection::new();
        for name in exports {
            section.export(*name, ComponentExportKind::Instance, 0, None);
        }
        component.section(&section);
        component
    }

    #[test]
    fn the_handler_tells_the_version() {
        for (export, wasi) in [
            ("wasi:http/incoming-handler@0.2.0", Wasi::V0_2),
            ("wasi:http/incoming-handler@0.2.6", Wasi::V0_2),
            ("wasi:http/handler@0.3.0-rc-2026-03-15", Wasi::V0_3Candidate),
            ("wasi:http/handler@0.3.0", Wasi::V0_3),
            ("wasi:http/handler@0.3.1", Wasi::V0_3),
        ] {
            let component = component(&["wasi:http/types@0.2.0"], &["other:it/is@1.0.0", export]);
            assert_eq!(Wasi::of(&component.finish()).unwrap(), wasi);
        }
    }

    #[test]
    fn a_component_without_a_handler_or_with_two_is_refused() {
        for (exports, complaint) in [
            (&["wasi:cli/run@0.2.0"][..], "cannot answer HTTP"),
            (&["wasi:http/types@0.2.0"], "cannot answer HTTP"),
            (&["wasi:http/incoming-handler@0.2.0-rc-2023-11-10"], "cannot answer HTTP"),
            (&["wasi:http/handler@0.3.0-rc-2025-09-16"], "cannot answer HTTP"),
            (
                &["wasi:http/incoming-handler@0.2.0", "wasi:http/handler@0.3.0"],
                "several HTTP handlers",
            ),
        ] {
            let error = Wasi::of(&component(&[], exports).finish()).unwrap_err().to_string();
            assert!(error.contains(complaint), "{error}");
        }
    }

    #[test]
    fn what_the_release_candidate_marks_is_renamed_and_all_else_stays() {
        let with = |version: &str| {
            let name = |interface: &str| format!("{interface}{version}");
            let (types, handler) = (name("wasi:http/types"), name("wasi:http/handler"));
            let imports = ["wasi:io/poll@0.2.6", &types, "spin:postgres/postgres@4.2.0"];
            let mut component = component(&imports, &[&handler]);
            // Its names are seen by the component around it alone.
            let nested = self::component(&["inner@0.3.0-rc-2026-03-15"], &[]);
            component.section(&NestedComponentSection(&nested));
            component.finish()
        };
        assert_eq!(from_candidate(&with(CANDIDATE)).unwrap(), with(FINAL));
    }
}
