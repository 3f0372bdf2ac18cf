//! Tells the component which schema it is built for: the newest file of `migrations/`.

fn main() -> std::io::Result<()> {
    let folder = "../../migrations";
    println!("cargo:rerun-if-changed={folder}");
    let mut newest = 0;
    for file in std::fs::read_dir(folder)? {
        let name = file?.file_name();
        let number = name.to_string_lossy().split('_').next().and_then(|text| text.parse().ok());
        newest = newest.max(number.unwrap_or(0));
    }
    println!("cargo:rustc-env=SCHEMA_VERSION={newest}");
    Ok(())
}
