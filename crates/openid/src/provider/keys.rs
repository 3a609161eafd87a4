//! The keys with which a provider signs (JSON Web Keys, RFC 7517), and whether
//! a signature is by one of them (RFC 7518, RFC 8037, RFC 9864).
//!
//! Only public keys count. A shared secret (`HS256`) or no signature (`none`) is
//! no algorithm here, so nothing that a token says of itself can choose one.

use super::text;
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use p521::ecdsa::signature::Verifier;
use ring::signature::{self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::{Map, Value};

/// The most keys that are looked at.
const MOST: usize = 100;

/// base64url as the standard has it, and as some write it, with padding.
pub(super) const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How a token can be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    Es512,
    Ed25519,
}

impl Algorithm {
    /// By their names (`alg`). RFC 9864 gives `EdDSA` with the curve Ed25519 a
    /// name of its own; they are one.
    const ALL: [(&str, Self); 11] = [
        ("RS256", Self::Rs256),
        ("RS384", Self::Rs384),
        ("RS512", Self::Rs512),
        ("PS256", Self::Ps256),
        ("PS384", Self::Ps384),
        ("PS512", Self::Ps512),
        ("ES256", Self::Es256),
        ("ES384", Self::Es384),
        ("ES512", Self::Es512),
        ("EdDSA", Self::Ed25519),
        ("Ed25519", Self::Ed25519),
    ];

    /// What [`Algorithm::parse`] takes.
    pub(super) fn names() -> String {
        Self::ALL.map(|(name, _)| name).join(", ")
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find_map(|(known, algorithm)| (known == name).then_some(algorithm))
    }

    fn name(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find_map(|(name, algorithm)| (algorithm == self).then_some(name))
            .unwrap_or_default()
    }

    /// How an RSA key is used for it, if one is.
    const fn rsa(self) -> Option<&'static RsaParameters> {
        Some(match self {
            Self::Rs256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Self::Rs384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &signature::RSA_PKCS1_2048_8192_SHA512,
            Self::Ps256 => &signature::RSA_PSS_2048_8192_SHA256,
            Self::Ps384 => &signature::RSA_PSS_2048_8192_SHA384,
            Self::Ps512 => &signature::RSA_PSS_2048_8192_SHA512,
            Self::Es256 | Self::Es384 | Self::Es512 | Self::Ed25519 => return None,
        })
    }
}

/// The numbers of a public key. Points of a curve are uncompressed (SEC 1).
#[derive(Debug)]
enum Material {
    Rsa(RsaPublicKeyComponents<Vec<u8>>),
    P256(Vec<u8>),
    P384(Vec<u8>),
    P521(Box<p521::ecdsa::VerifyingKey>),
    Ed25519(Vec<u8>),
}

#[derive(Debug)]
struct Key {
    id: Option<String>,
    /// The only algorithm that it is for, where it names one.
    algorithm: Option<Algorithm>,
    material: Material,
}

impl Key {
    /// The public key in one entry of a set; nothing where it is for another
    /// use, of an unknown kind or damaged.
    fn read(entry: &Value) -> Option<Self> {
        let entry = entry.as_object()?;
        let text = |name| match entry.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(value) => value.as_str().map(Some),
        };
        let is_for_signatures = text("use")?.is_none_or(|purpose| purpose == "sig")
            && match entry.get("key_ops") {
                None | Some(Value::Null) => true,
                Some(operations) => operations
                    .as_array()?
                    .iter()
                    .any(|operation| operation == "verify"),
            };
        if !is_for_signatures {
            return None;
        }
        let algorithm = match text("alg")? {
            None => None,
            Some(name) => Some(Algorithm::parse(name)?),
        };
        let key = Self {
            id: entry.get("kid").and_then(Value::as_str).map(str::to_owned),
            algorithm,
            material: Material::read(entry)?,
        };
        algorithm.is_none_or(|it| key.fits(it)).then_some(key)
    }

    /// Whether it can be used with `algorithm`.
    fn fits(&self, algorithm: Algorithm) -> bool {
        let is_of_its_kind = match self.material {
            Material::Rsa(_) => algorithm.rsa().is_some(),
            Material::P256(_) => algorithm == Algorithm::Es256,
            Material::P384(_) => algorithm == Algorithm::Es384,
            Material::P521(_) => algorithm == Algorithm::Es512,
            Material::Ed25519(_) => algorithm == Algorithm::Ed25519,
        };
        is_of_its_kind && self.algorithm.is_none_or(|only| only == algorithm)
    }

    /// Whether `signature` is its signature of `message`.
    fn has_signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let by = |kind: &'static dyn signature::VerificationAlgorithm, key: &[u8]| {
            UnparsedPublicKey::new(kind, key)
                .verify(message, signature)
                .is_ok()
        };
        match &self.material {
            Material::Rsa(key) => algorithm
                .rsa()
                .is_some_and(|kind| key.verify(kind, message, signature).is_ok()),
            Material::P256(key) => by(&signature::ECDSA_P256_SHA256_FIXED, key),
            Material::P384(key) => by(&signature::ECDSA_P384_SHA384_FIXED, key),
            Material::P521(key) => p521::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok()),
            Material::Ed25519(key) => by(&signature::ED25519, key),
        }
    }
}

impl Material {
    fn read(entry: &Map<String, Value>) -> Option<Self> {
        let text = |name| entry.get(name)?.as_str();
        let bytes = |name| BASE64URL.decode(text(name)?).ok();
        let point = |length: usize| {
            let mut point = vec![4];
            point.extend(number(&bytes("x")?, length)?);
            point.extend(number(&bytes("y")?, length)?);
            Some(point)
        };
        Some(match (text("kty")?, text("crv")) {
            ("RSA", _) => Self::Rsa(RsaPublicKeyComponents {
                n: without_leading_zeros(&bytes("n")?).to_vec(),
                e: without_leading_zeros(&bytes("e")?).to_vec(),
            }),
            ("EC", Some("P-256")) => Self::P256(point(32)?),
            ("EC", Some("P-384")) => Self::P384(point(48)?),
            ("EC", Some("P-521")) => {
                let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(&point(66)?);
                Self::P521(Box::new(key.ok()?))
            }
            ("OKP", Some("Ed25519")) => Self::Ed25519(bytes("x").filter(|key| key.len() == 32)?),
            _ => return None,
        })
    }
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|&&byte| byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// A coordinate in as many bytes as the curve's have: some leave out leading
/// zeros, or write one more.
fn number(bytes: &[u8], length: usize) -> Option<Vec<u8>> {
    let bytes = without_leading_zeros(bytes);
    let mut padded = vec![0; length.checked_sub(bytes.len())?];
    padded.extend(bytes);
    Some(padded)
}

/// Everything that a provider signs with.
#[derive(Debug)]
pub(super) struct KeySet(Vec<Key>);

/// Why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SignatureError {
    #[error(
        "it is signed with {key}, and none of the provider's keys is that one; those that can \
         be used are: {known}"
    )]
    UnknownKey { key: String, known: String },
    #[error("its signature does not fit the provider's keys; it says that it is signed with {key}")]
    Forged { key: String },
}

impl KeySet {
    /// The keys in a JSON Web Key Set. What cannot be used is left out.
    pub(super) fn read(set: &Map<String, Value>) -> Result<Self, String> {
        let keys = set.get("keys");
        let entries = keys
            .and_then(Value::as_array)
            .ok_or_else(|| format!("“keys” is {}; expected a list", text::kind(keys)))?;
        let keys: Vec<_> = entries.iter().take(MOST).filter_map(Key::read).collect();
        if keys.is_empty() {
            let count = entries.len();
            return Err(format!(
                "none of the {count} keys in it can be used to check a signature"
            ));
        }
        Ok(Self(keys))
    }

    /// Whether one of the keys signed `message`. `id` narrows down which
    /// (`kid`); keys without one may be any.
    pub(super) fn verify(
        &self,
        algorithm: Algorithm,
        id: Option<&str>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let may_be_meant = |key: &&Key| {
            let is_named = match (id, key.id.as_deref()) {
                (Some(id), Some(own)) => id == own,
                _ => true,
            };
            is_named && key.fits(algorithm)
        };
        let key = || match id {
            Some(id) => format!("the key {} ({})", text::quoted(id), algorithm.name()),
            None => format!("a key without ID ({})", algorithm.name()),
        };
        let mut candidates = self.0.iter().filter(may_be_meant).peekable();
        if candidates.peek().is_none() {
            let names = self.0.iter().map(|key| key.id.as_deref());
            return Err(SignatureError::UnknownKey {
                key: key(),
                known: text::quoted_list(names.map(|id| id.unwrap_or("(no ID)"))),
            });
        }
        if candidates.any(|key| key.has_signed(algorithm, message, signature)) {
            Ok(())
        } else {
            Err(SignatureError::Forged { key: key() })
        }
    }
}

#[cfg(test)]
mod tests;
