use super::*;
use serde_json::json;

/// Keys and signatures by OpenSSL (Node's `crypto.sign`), one of each kind.
const OPENSSL: &str = include_str!("openssl.json");

struct Sample {
    name: String,
    key: Value,
    message: String,
    signature: Vec<u8>,
}

fn samples() -> Vec<Sample> {
    let samples: Vec<Value> = serde_json::from_str(OPENSSL).unwrap();
    let samples = samples.iter().map(|sample| {
        let text = |name: &str| sample[name].as_str().unwrap().to_owned();
        Sample {
            name: text("alg"),
            key: sample["jwk"].clone(),
            message: text("message"),
            signature: BASE64URL.decode(text("signature")).unwrap(),
        }
    });
    samples.collect()
}

fn sample(name: &str) -> Sample {
    let mut samples = samples().into_iter();
    samples.find(|sample| sample.name == name).unwrap()
}

fn set(keys: &Value) -> Result<KeySet, String> {
    KeySet::read(json!({ "keys": keys }).as_object().unwrap())
}

impl Sample {
    fn verify(&self, keys: &Value, id: Option<&str>) -> Result<(), SignatureError> {
        let algorithm = Algorithm::parse(&self.name).unwrap();
        let message = self.message.as_bytes();
        set(keys)
            .unwrap()
            .verify(algorithm, id, message, &self.signature)
    }
}

#[test]
fn signatures_of_every_algorithm_count_and_changed_ones_do_not() {
    for sample in samples() {
        let name = &sample.name.clone();
        let keys = json!([sample.key]);
        assert_eq!(sample.verify(&keys, None), Ok(()), "{name}");
        let shown = Algorithm::parse(name).unwrap().name();
        let forged = Err(SignatureError::Forged {
            key: format!("a key without ID ({shown})"),
        });
        let mut changed = Sample {
            message: sample.message.replace("signed", "Signed"),
            ..sample
        };
        assert_eq!(changed.verify(&keys, None), forged, "{name}: message");
        changed.message = changed.message.replace("Signed", "signed");
        for signature in [
            Vec::new(),
            vec![0; changed.signature.len()],
            changed.signature[1..].to_vec(),
            [&changed.signature[..], &[0]].concat(),
        ] {
            changed.signature = signature;
            assert_eq!(changed.verify(&keys, None), forged, "{name}: signature");
        }
    }
}

#[test]
fn a_shared_secret_and_no_signature_are_no_algorithms() {
    for name in [
        "none", "HS256", "HS512", "rs256", "ES256K", "Ed448", "", "RSA-OAEP",
    ] {
        assert_eq!(Algorithm::parse(name), None, "{name}");
    }
    assert_eq!(
        Algorithm::names()
            .split(", ")
            .filter_map(Algorithm::parse)
            .count(),
        11
    );
}

#[test]
fn a_key_is_found_by_its_id_and_one_without_may_be_any() {
    let sample = sample("ES256");
    let key = |id: &Value| {
        let mut key = sample.key.clone();
        key["kid"] = id.clone();
        key
    };
    let named = json!([key(&json!("a"))]);
    assert_eq!(sample.verify(&named, Some("a")), Ok(()));
    assert_eq!(sample.verify(&named, None), Ok(()));
    let unknown = sample.verify(&named, Some("b")).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "it is signed with the key “b” (ES256), and none of the provider's keys is that one; \
         those that can be used are: “a”"
    );
    for none in [Value::Null, json!(7)] {
        assert_eq!(sample.verify(&json!([key(&none)]), Some("b")), Ok(()));
    }
    // Of several that may be meant, one has to fit.
    let mut other = super::tests::sample("ES384").key;
    other["kid"] = "a".into();
    assert_eq!(
        sample.verify(&json!([other, key(&json!("a"))]), Some("a")),
        Ok(())
    );
}

#[test]
fn what_cannot_be_used_in_a_set_is_left_out() {
    let sample = sample("ES256");
    let with = |name: &str, value: Value| {
        let mut key = sample.key.clone();
        key[name] = value;
        key
    };
    for useless in [
        json!(null),
        json!("key"),
        json!([]),
        json!({}),
        json!({ "kty": "oct", "k": "c2VjcmV0" }),
        json!({ "kty": "XYZ" }),
        json!({ "kty": "OKP", "crv": "Ed448", "x": "AAAA" }),
        json!({ "kty": "OKP", "crv": "Ed25519", "x": "AAAA" }),
        json!({ "kty": "RSA", "n": "AQAB" }),
        json!({ "kty": "EC", "crv": "P-521", "x": "AQ", "y": "AQ" }),
        with("use", json!("enc")),
        with("use", json!(["sig"])),
        with("key_ops", json!(["sign"])),
        with("key_ops", json!("verify")),
        with("alg", json!("ECDH-ES")),
        with("alg", json!("RS256")),
        with("alg", json!("ES384")),
        with("crv", json!("secp256k1")),
        with("x", json!("%")),
        with("x", json!(null)),
        with("y", json!(BASE64URL.encode([1; 40]))),
    ] {
        assert!(set(&json!([useless])).is_err(), "{useless}");
        let keys = json!([useless, sample.key, useless]);
        assert_eq!(sample.verify(&keys, None), Ok(()), "{useless}");
    }
    let why = set(&json!([{}, {}])).unwrap_err();
    assert!(why.contains("none of the 2 keys"), "{why}");
    let why = KeySet::read(&Map::new()).unwrap_err();
    assert_eq!(why, "“keys” is missing; expected a list");
}

#[test]
fn numbers_may_have_zeros_more_or_less_and_padding() {
    for name in ["RS256", "PS512", "ES256", "ES384", "ES512"] {
        let sample = sample(name);
        let mut key = sample.key.clone();
        for part in ["n", "e", "x", "y"] {
            if let Some(number) = sample.key[part].as_str() {
                let number = BASE64URL.decode(number).unwrap();
                let more = [&[0], &number[..]].concat();
                key[part] = base64::engine::general_purpose::URL_SAFE
                    .encode(more)
                    .into();
            }
        }
        assert_eq!(sample.verify(&json!([key]), None), Ok(()), "{name}");
    }
    let short = samples()
        .into_iter()
        .filter(|sample| sample.name == "ES512")
        .nth(1)
        .unwrap();
    let x = BASE64URL.decode(short.key["x"].as_str().unwrap()).unwrap();
    assert_eq!(x[..2], [0, 0]);
    let mut key = short.key.clone();
    key["x"] = BASE64URL.encode(without_leading_zeros(&x)).into();
    assert_eq!(short.verify(&json!([key]), None), Ok(()));
}

#[test]
fn a_key_for_one_algorithm_is_not_used_with_another() {
    let sample = sample("PS256");
    let mut key = sample.key.clone();
    key["alg"] = "RS256".into();
    let unknown = sample.verify(&json!([key]), None).unwrap_err();
    assert!(matches!(unknown, SignatureError::UnknownKey { .. }));
    for (name, other) in [("EdDSA", "Ed25519"), ("Ed25519", "EdDSA")] {
        let sample = super::tests::sample(name);
        let mut key = sample.key.clone();
        key["alg"] = other.into();
        assert_eq!(sample.verify(&json!([key]), None), Ok(()));
    }
}

#[test]
fn rsa_keys_under_2048_bits_are_too_small() {
    let mut key = sample("RS256").key;
    key["n"] = BASE64URL.encode([0xff; 128]).into();
    let sample = sample("RS256");
    assert!(sample.verify(&json!([key]), None).is_err());
}
