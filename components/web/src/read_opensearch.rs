//! `GET /opensearch.xml`: how browsers search here from their address bar.

use axum::{extract::State, response::Response};
use connectly_service::{App, Error, IfNoneMatch, PublicUrl, Result};

use crate::{
    head::{DESCRIPTION, SITE},
    paths, reader,
    xml::Xml,
};

/// Its path.
pub const PATH: &str = "/opensearch.xml";
/// Its media type.
pub const MEDIA_TYPE: &str = "application/opensearchdescription+xml";

/// The description of the site's search (OpenSearch 1.1).
pub async fn read_opensearch(
    State(app): State<App>,
    url: PublicUrl,
    condition: IfNoneMatch,
) -> Result<Response> {
    if !app.public_reads() {
        return Err(Error::NotFound);
    }
    let template = format!("{}?q={{searchTerms}}", url.at(paths::SEARCH));
    let namespace = ("xmlns", "http://a9.com/-/spec/opensearch/1.1/");
    let mut xml = Xml::new()?;
    xml.element("OpenSearchDescription", &[namespace], |xml| {
        xml.text("ShortName", &[], SITE)?;
        xml.text("Description", &[], DESCRIPTION)?;
        xml.text("InputEncoding", &[], "UTF-8")?;
        xml.text("Image", &[("type", "image/svg+xml")], &url.at("/favicon.svg"))?;
        xml.empty("Url", &[("type", "text/html"), ("template", &template)])
    })?;
    Ok(reader::file(xml.finish()?, MEDIA_TYPE, None, &condition))
}
