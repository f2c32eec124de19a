//! Making, hashing, sealing and signing secrets. Who may see one, and where it is stored, is decided elsewhere.

use crate::error::Error;
use crate::settings::Secret;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 of a text in lower-case hex: how API keys, client secrets and tokens are stored.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub fn equal(left: &str, right: &str) -> bool {
    let difference =
        left.bytes().zip(right.bytes()).fold(0, |difference, (one, other)| difference | (one ^ other));
    left.len() == right.len() && std::hint::black_box(difference) == 0
}

/// `LENGTH` random bytes in lower-case hex.
pub fn random_hex<const LENGTH: usize>() -> String
where
    rand::distr::StandardUniform: rand::distr::Distribution<[u8; LENGTH]>,
{
    hex::encode(rand::random::<[u8; LENGTH]>())
}

/// A new API key with its prefix, as it is shown once.
pub fn new_api_key(prefix: &str) -> String {
    format!("{prefix}{}", random_hex::<16>())
}

/// The stored form of an API key: the hash of what follows the prefix.
pub fn api_key_hash(prefix: &str, key: &str) -> String {
    hash(key.strip_prefix(prefix).unwrap_or(key))
}

/// A new id of a platform OAuth client: 25 lower-case letters and digits. Mail and calendar access find the client in
/// an address by that length, so it must not change.
pub fn new_client_id() -> String {
    const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let random = rand::random::<[u64; 24]>();
    std::iter::once('c')
        .chain(random.map(|number| {
            let index = usize::try_from(number % 36).expect("a number below 36 fits");
            char::from(LETTERS[index])
        }))
        .collect()
}

/// Encrypts a text for the store. Equal texts give different results.
pub fn seal(key: &Secret, text: &str) -> Result<String, Error> {
    let nonce = rand::random::<[u8; 12]>();
    let sealed = cipher(key)
        .encrypt(&Nonce::from(nonce), text.as_bytes())
        .map_err(|failure| Error::internal(format!("sealing a secret failed: {failure}")))?;
    Ok(format!("1:{}{}", hex::encode(nonce), hex::encode(sealed)))
}

/// Decrypts what [`seal`] made. Fails when the key has changed or the text was altered.
pub fn open(key: &Secret, sealed: &str) -> Result<String, Error> {
    let bytes = sealed
        .strip_prefix("1:")
        .and_then(|rest| hex::decode(rest).ok())
        .filter(|bytes| bytes.len() > 12)
        .ok_or_else(|| Error::internal("a sealed secret has an unknown form"))?;
    let mut nonce = [0; 12];
    nonce.copy_from_slice(&bytes[..12]);
    let text = cipher(key).decrypt(&Nonce::from(nonce), &bytes[12..]).map_err(|failure| {
        Error::internal(format!("a sealed secret does not open, has the encryption key changed? {failure}"))
    })?;
    String::from_utf8(text).map_err(Error::internal)
}

fn cipher(key: &Secret) -> ChaCha20Poly1305 {
    let digest: [u8; 32] = Sha256::digest(key.expose().as_bytes()).into();
    ChaCha20Poly1305::new(&Key::from(digest))
}

/// Signs claims as an HS256 token.
pub fn sign<Claims: Serialize>(key: &Secret, claims: &Claims) -> Result<String, Error> {
    let key = EncodingKey::from_secret(key.expose().as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).map_err(Error::internal)
}

/// Reads the claims of an HS256 token after checking its signature. Times in it are for the caller to judge, by the
/// application's clock.
pub fn verify<Claims: DeserializeOwned + Clone>(key: &Secret, token: &str) -> Option<Claims> {
    let key = DecodingKey::from_secret(key.expose().as_bytes());
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let token = jsonwebtoken::decode(token, &key, &validation).ok()?;
    Some(token.claims)
}

/// Which of its two tokens a managed user's token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenType {
    /// Sent with requests; short-lived.
    AccessToken,
    /// Exchanged for a new pair; lives a year.
    RefreshToken,
}

/// What a managed user's token says. It counts only while it is stored: the signature alone opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagedUserClaims {
    /// Access or refresh.
    #[serde(rename = "type")]
    pub token_type: TokenType,
    /// The platform OAuth client.
    pub client_id: String,
    /// The managed user.
    pub owner_id: i64,
    /// When it ends, in epoch milliseconds.
    pub expires_at: i64,
    /// Makes every token different.
    pub jti: String,
    /// When it was made, in epoch seconds.
    pub iat: i64,
    /// The managed user again, on tokens that a refresh made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<i64>,
}

/// What a third party's OAuth2 access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThirdPartyClaims {
    /// The authorizing user, unless a team authorized.
    #[serde(default, rename = "userId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<i64>,
    /// The authorizing team.
    #[serde(default, rename = "teamId", skip_serializing_if = "Option::is_none")]
    pub team_id: Option<i64>,
    /// What was allowed.
    #[serde(default)]
    pub scope: Vec<String>,
    /// `Access Token` or `Refresh Token`.
    pub token_type: String,
    /// The third party's client.
    #[serde(rename = "clientId")]
    pub client_id: String,
    /// When it was made, in epoch seconds.
    pub iat: i64,
    /// When it ends, in epoch seconds.
    pub exp: i64,
}

impl ThirdPartyClaims {
    /// The `token_type` of an access token.
    pub const ACCESS_TOKEN: &str = "Access Token";

    /// Whether this is an access token that is valid at `now`.
    pub fn opens(&self, now: Timestamp) -> bool {
        self.token_type == Self::ACCESS_TOKEN && self.exp > now.as_second()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Secret {
        Secret::new(text)
    }

    #[test]
    fn what_was_sealed_opens_with_the_same_key_only() {
        let sealed = seal(&key("k"), "hush").unwrap();
        assert!(!sealed.contains("hush"));
        assert_ne!(sealed, seal(&key("k"), "hush").unwrap());
        assert_eq!(open(&key("k"), &sealed).unwrap(), "hush");
        assert!(open(&key("other"), &sealed).is_err());
        assert!(open(&key("k"), "plain").is_err());
    }

    #[test]
    fn an_api_key_is_stored_as_the_hash_of_what_follows_its_prefix() {
        let made = new_api_key("cal_live_");
        assert_eq!(made.len(), "cal_live_".len() + 32);
        assert_eq!(api_key_hash("cal_live_", &made), hash(&made[9..]));
        assert_eq!(hash(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_client_id_has_25_lower_case_letters_and_digits() {
        let id = new_client_id();
        assert_eq!(id.len(), 25);
        assert!(id.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit()));
    }

    #[test]
    fn a_token_is_read_only_with_the_key_that_signed_it() {
        let claims = ManagedUserClaims {
            token_type: TokenType::AccessToken,
            client_id: "c".to_owned(),
            owner_id: 7,
            expires_at: 1,
            jti: "j".to_owned(),
            iat: 1,
            user_id: None,
        };
        let token = sign(&key("k"), &claims).unwrap();
        assert_eq!(verify(&key("k"), &token), Some(claims));
        assert_eq!(verify::<ManagedUserClaims>(&key("other"), &token), None);
    }

    #[test]
    fn texts_are_equal_only_whole() {
        assert!(equal("abc", "abc"));
        assert!(!equal("abc", "abd"));
        assert!(!equal("abc", "ab"));
    }
}
