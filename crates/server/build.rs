//! Creates the folder of the built apps, so that the server compiles before they are built: it then
//! serves only the API and says that the pages are missing.

fn main() {
    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../../frontend/dist");
    std::fs::create_dir_all(dist).expect("the folder of the built apps can be created");
    println!("cargo::rerun-if-changed={dist}");
    println!("cargo::rerun-if-changed=build.rs");
}
