//! Packs the vendored schemas: one blob of deflated JSON and a sorted index of types.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io, thread};

use miniz_oxide::deflate::compress_to_vec;

/// Of 0 to 10; higher ones save 0.1 %.
const COMPRESSION_LEVEL: u8 = 6;

struct Packed {
    type_name: String,
    main_region: bool,
    size: usize,
    bytes: Vec<u8>,
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=schemas");
    println!("cargo::rerun-if-changed=SOURCE.json");

    let files = schema_files(Path::new("schemas"))?;
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut packed = Vec::with_capacity(files.len());
    thread::scope(|scope| {
        let chunks = files.chunks(files.len().div_ceil(workers).max(1));
        let threads: Vec<_> = chunks
            .map(|chunk| {
                scope.spawn(|| chunk.iter().map(|path| pack(path)).collect::<io::Result<Vec<_>>>())
            })
            .collect();
        for thread in threads {
            packed.extend(thread.join().map_err(|_| io::Error::other("a packing thread failed"))??);
        }
        io::Result::Ok(())
    })?;
    packed.sort_by(|a, b| a.type_name.cmp(&b.type_name));
    write(&packed)
}

fn schema_files(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in fs::read_dir(root)? {
        for file in fs::read_dir(folder?.path())? {
            files.push(file?.path());
        }
    }
    Ok(files)
}

fn pack(path: &Path) -> io::Result<Packed> {
    let text = fs::read_to_string(path)?;
    let type_name = type_name(&text).ok_or_else(|| {
        io::Error::other(format!("{}: no typeName, run `cargo xtask schemas`", path.display()))
    })?;
    let minified = minify(&text);
    Ok(Packed {
        type_name: type_name.to_owned(),
        main_region: path.parent().is_some_and(|folder| folder.ends_with("us-east-1")),
        size: minified.len(),
        bytes: compress_to_vec(&minified, COMPRESSION_LEVEL),
    })
}

/// `typeName` at the top of the pretty JSON that `cargo xtask schemas` writes.
fn type_name(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("\n  \"typeName\": \"")?;
    rest.split_once('"').map(|(name, _)| name)
}

/// JSON without the white space outside of strings.
fn minify(text: &str) -> Vec<u8> {
    let mut minified = Vec::with_capacity(text.len() / 2);
    let (mut in_string, mut escaped) = (false, false);
    for byte in text.bytes() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if byte.is_ascii_whitespace() {
            continue;
        } else {
            in_string = byte == b'"';
        }
        minified.push(byte);
    }
    minified
}

fn write(packed: &[Packed]) -> io::Result<()> {
    let folder = PathBuf::from(
        env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?,
    );
    let mut blob = Vec::new();
    let mut index = format!("static INDEX: [Entry; {}] = [\n", packed.len());
    for Packed { type_name, main_region, size, bytes } in packed {
        writeln!(
            index,
            "Entry {{ name: {type_name:?}, main_region: {main_region}, size: {size}, start: {}, end: {} }},",
            blob.len(),
            blob.len() + bytes.len()
        )
        .map_err(io::Error::other)?;
        blob.extend_from_slice(bytes);
    }
    index.push_str("];\n");
    fs::write(folder.join("schemas.bin"), blob)?;
    fs::write(folder.join("schema_index.rs"), index)
}
