//! The key that sessions are signed with. It is never in the database, so write
//! access to the database is not enough to sign in.

use anyhow::{Context, Result, bail};
use audit_store::Location;
use audit_store::private_file::{self, beside};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use gateway::{SIGNING_KEY_BYTES, SigningKey, random_bytes};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Base64 as `openssl rand -base64 32` writes it, or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The warning about sessions that are not protected by a key.
pub(crate) const UNSIGNED: &str = "sessions are not protected by a key: anyone who can write to the \
     database can sign in as any user. Give every server the same session_key_env or session_key_file in \
     [server] (openssl rand -base64 32 makes one)";

/// Parses a key in base64. An error never quotes the text.
pub(crate) fn parse(text: &str) -> Result<SigningKey, String> {
    let bytes = BASE64.decode(text.trim()).ok();
    let bytes: Option<[u8; SIGNING_KEY_BYTES]> = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes.map(|bytes| SigningKey::new(&bytes)).ok_or_else(|| {
        format!(
            "the session key is not {SIGNING_KEY_BYTES} bytes in base64: openssl rand -base64 32 \
             makes one"
        )
    })
}

/// The key to use if the configuration has none: for a database in a file, the
/// key in a file beside it. Servers that share a database server have no such
/// place, so their sessions are signed with a public key.
pub(crate) fn fallback(location: &Location) -> Result<SigningKey> {
    match location {
        Location::File(database) => read_or_create(database),
        Location::Server(_) => {
            tracing::warn!("{UNSIGNED}");
            Ok(SigningKey::public())
        }
    }
}

/// Checks that the fallback can be used. Creates nothing.
pub(crate) fn check_fallback(location: &Location) -> Result<()> {
    let Location::File(database) = location else {
        return Ok(());
    };
    // If it does not exist yet, it is created beside the database.
    let path = path_beside(database);
    if path.try_exists().unwrap_or(true) {
        read(&path)?;
    }
    Ok(())
}

/// The key in the file beside `database`, which is created if it does not
/// exist.
fn read_or_create(database: &Path) -> Result<SigningKey> {
    let path = path_beside(database);
    if let Some(key) = read(&path)? {
        return Ok(key);
    }
    let shown = path.display();
    let text = create(&path).with_context(|| format!("the session key {shown} cannot be written"));
    parse_file(&path, &text?)
}

/// The path beside the database file itself, with links resolved: another path
/// to the same database must not create another key, which would end every
/// session.
fn path_beside(database: &Path) -> PathBuf {
    let file = database.canonicalize();
    let file = file.as_deref().unwrap_or(database);
    beside(file, "-session-key")
}

/// The key in the file at `path`, if it exists.
fn read(path: &Path) -> Result<Option<SigningKey>> {
    match fs::read_to_string(path) {
        Ok(text) => parse_file(path, &text).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let shown = path.display();
            Err(error).with_context(|| format!("the session key {shown} cannot be read"))
        }
    }
}

fn parse_file(path: &Path, text: &str) -> Result<SigningKey> {
    let shown = path.display();
    match parse(text) {
        Ok(key) => Ok(key),
        Err(why) => bail!(
            "{shown} is damaged: {why}. Without the file, Rollcall makes a new key at its next \
             start, and everyone has to sign in again"
        ),
    }
}

/// Creates a key and returns its text. It is written under another name first,
/// so that the file never contains half a key.
fn create(path: &Path) -> Result<String> {
    let text = BASE64.encode(random_bytes()?);
    let draft = beside(path, "-new");
    // A file left by a crash may have other permissions.
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let mut file = private_file::options().create_new(true).open(&draft)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_32_bytes_in_base64_and_errors_do_not_quote_it() {
        let padded = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        for text in [padded, padded.trim_end_matches('='), &format!("{padded}\n")] {
            assert!(parse(text).is_ok(), "{text}");
        }
        for text in ["", "planted", "cGxhbnRlZA==", &padded.repeat(2)] {
            let why = parse(text).unwrap_err();
            assert!(
                why.contains("32 bytes") && !why.contains("planted"),
                "{why}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_database_leads_to_the_same_key() {
        let folder = std::env::temp_dir().join(format!("linked-key-{}", std::process::id()));
        let other = folder.join("other");
        fs::create_dir_all(&other).unwrap();
        let (database, link) = (folder.join("audit.db"), other.join("link.db"));
        fs::write(&database, "").unwrap();
        std::os::unix::fs::symlink(&database, &link).unwrap();
        read_or_create(&database).unwrap();
        read_or_create(&link).unwrap();
        assert!(folder.join("audit.db-session-key").exists());
        assert_eq!(fs::read_dir(&other).unwrap().count(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_key_beside_a_database_is_created_once_and_only_its_owner_can_read_it() {
        let folder = std::env::temp_dir().join(format!("session-key-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let database = folder.join("audit.db");
        read_or_create(&database).unwrap();
        let path = folder.join("audit.db-session-key");
        let text = fs::read_to_string(&path).unwrap();
        read_or_create(&database).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::write(&path, "planted").unwrap();
        let why = format!("{:#}", read_or_create(&database).unwrap_err());
        assert!(
            why.contains("is damaged") && !why.contains("planted"),
            "{why}"
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
