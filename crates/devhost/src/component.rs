//! A component of the application, as the manifest describes it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use tokio::sync::Semaphore;

use crate::allowed_hosts::AllowedHosts;
use crate::imitation::Imitation;
use crate::manifest;
use crate::postgres::Postgres;
use crate::variables::{Values, expand};

/// What all instances of a component share.
pub struct Component {
    /// The component's id in the manifest.
    pub id: String,
    /// The manifest's description of it.
    pub description: String,
    /// Its variables with their values.
    pub variables: HashMap<String, String>,
    /// The folders that it sees, and their paths inside it.
    pub folders: Vec<(PathBuf, String)>,
    /// What it may reach.
    pub allowed: Arc<AllowedHosts>,
    /// Its access to Postgres.
    pub postgres: Postgres,
    /// Whether its output is thrown away.
    pub quiet: bool,
}

impl Component {
    /// Resolves the manifest's entry for a component.
    pub fn new(
        id: &str,
        manifest: &manifest::Component,
        values: &Values,
        permits: Option<Arc<Semaphore>>,
        imitation: Imitation,
        quiet: bool,
    ) -> Result<Self> {
        let variables = manifest
            .variables
            .iter()
            .map(|(name, template)| {
                let value = expand(template, values)
                    .with_context(|| format!("component.{id}.variables.{name}"))?;
                Ok((name.clone(), value))
            })
            .collect::<Result<_>>()?;
        let allowed = AllowedHosts::new(&manifest.allowed_outbound_hosts, values)
            .with_context(|| format!("component.{id}.allowed_outbound_hosts"))?;
        let allowed = Arc::new(allowed);
        Ok(Self {
            id: id.to_owned(),
            description: manifest.description.clone(),
            variables,
            folders: folders(&manifest.files).with_context(|| format!("component.{id}.files"))?,
            postgres: Postgres::new(allowed.clone(), permits, imitation),
            allowed,
            quiet,
        })
    }
}

/// The folders of `files`, all of which must exist.
fn folders(files: &[manifest::Files]) -> Result<Vec<(PathBuf, String)>> {
    let mut folders = Vec::new();
    for files in files {
        if let manifest::Files::Folder(manifest::Folder { source, destination }) = files {
            ensure!(
                source.is_dir(),
                "{} is not a folder; build it first (cargo xtask build)",
                source.display()
            );
            folders.push((source.clone(), destination.clone()));
        }
    }
    Ok(folders)
}
