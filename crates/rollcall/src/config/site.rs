//! `[server] public_url`: where browsers open the console.

use gateway::PublicUrl;

/// Parses `public_url`. `sessions` says whether people sign in at this server,
/// `tls` whether it speaks TLS itself.
pub(super) fn public_url(text: &str, sessions: bool, tls: bool) -> Result<PublicUrl, String> {
    let url = parse("public_url", text)?;
    if url.is_https() {
        return Ok(url);
    }
    if tls {
        return Err(
            "public_url begins with http://, but [tls] lets browsers come over https \
                    only"
                .to_owned(),
        );
    }
    if sessions && !url.is_loopback() {
        return Err(
            "public_url begins with http://, over which browsers do not keep people signed in. Put a \
                    certificate into [tls], or a proxy that speaks TLS in front, and begin it \
                    with https://"
                .to_owned(),
        );
    }
    Ok(url)
}

/// The URL that an identity provider redirects back to: `console_url` if it is
/// given, or the public URL.
pub(super) fn console_url(
    given: Option<&str>,
    public_url: Option<&PublicUrl>,
    hosts: &[String],
) -> Result<String, String> {
    let Some(text) = given else {
        let url = public_url.ok_or(
            "it needs a URL to redirect back to: set public_url below [server], or \
             console_url here",
        )?;
        return Ok(url.to_string());
    };
    let url = parse("console_url", text)?;
    if let Some(public_url) = public_url
        && url != *public_url
    {
        return Err(format!(
            "console_url is {url}, but public_url is {public_url}: leave console_url out"
        ));
    }
    if public_url.is_none() && !url.path().is_empty() {
        return Err(
            "console_url has a path: set it as public_url below [server] instead".to_owned(),
        );
    }
    let is_known =
        public_url.is_some() || url.is_loopback() || hosts.iter().any(|host| url.has_host(host));
    if !is_known {
        return Err(format!(
            "the host of console_url ({url}) is not among hosts"
        ));
    }
    Ok(text.to_owned())
}

fn parse(name: &str, text: &str) -> Result<PublicUrl, String> {
    text.parse().map_err(|error| format!("{name} {error}"))
}
