//! Lets Tauri embed the one page.

fn main() {
    println!("cargo:rerun-if-changed=page");
    tauri_build::build();
}
