//! nginx in front of the application.

use std::{fs, path::Path};

use connectly_local::proxies;
use reqwest::{Client, Method, RequestBuilder, Url};

use crate::{App, proxy::Proxy};

/// A running nginx in front of an application. It ends with this value.
pub struct Nginx {
    base: Url,
    _proxy: Proxy,
}

impl Nginx {
    /// Starts it with these lines in `http`, and these in its only `location`.
    ///
    /// # Panics
    /// When the program is missing, or doesn't serve.
    pub async fn before(app: &App, http: &str, location: &str) -> Self {
        let (proxy, [port]) = Proxy::start(&proxies::NGINX, |command, folder, [port]| {
            let file = folder.join("nginx.conf");
            fs::write(&file, configuration(folder, port, app, http, location)).expect("a file");
            command.arg("-p").arg(folder).arg("-c").arg(file).args(["-e", "stderr"]);
        })
        .await;
        let base = Url::parse(&format!("http://127.0.0.1:{port}")).expect("a URL");
        Self { base, _proxy: proxy }
    }

    /// A request, to be changed and then sent.
    ///
    /// # Panics
    /// When it isn't a path.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.base.join(path).expect("a path");
        Client::new().request(method, url)
    }
}

/// A single process, so that it needs no other user, and nothing outside its folder.
fn configuration(folder: &Path, port: u16, app: &App, http: &str, location: &str) -> String {
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {folder}/{name};\n"))
        .concat();
    let upstream = app.base().as_str().trim_end_matches('/');
    format!(
        r#"
daemon off;
master_process off;
pid {folder}/pid;
events {{ worker_connections 64; }}
http {{
    access_log off;
    {temporary}
    {http}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass {upstream};
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            {location}
        }}
    }}
}}
"#
    )
}
