// What a browser complains of while a person sees nothing.

/**
 * What only reads is dropped where the page is left before it has come: lists, the audit log, the icon, and the pieces
 * that are fetched when there is time. Where there is no such file, the console says 404 besides.
 */
const LEFT = /^failed request: GET \S+ net::ERR_ABORTED$/;

/** Everything that went wrong on one page, however quietly. */
export class Complaints {
  #seen = [];
  #expected = [];
  #page;
  #origin;

  constructor(page, origin) {
    this.#page = page;
    this.#origin = new URL(origin).origin;
  }

  async listen() {
    const page = this.#page;
    page.on('console', (message) => {
      // Playwright's clock, which it sets in every frame, scripts allowed or not. The browser may say so too late to be heard.
      if (/^Blocked script execution in '(about:srcdoc|\S+\/outbox\/1\.html)'/.test(message.text())) return;
      if (['error', 'warning', 'assert'].includes(message.type())) {
        this.#seen.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    // Also the promises that nobody handles.
    page.on('pageerror', (error) => this.#seen.push(`page error: ${error.stack ?? error}`));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText;
      this.#seen.push(`failed request: ${request.method()} ${request.url()} ${why}`);
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:' && origin !== this.#origin) {
        this.#seen.push(`request to another origin: ${request.url()}`);
      }
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }

  /** Declares that this test makes the browser complain in these words, and why. */
  expect(pattern, reason) {
    if (!reason) throw new Error(`say why ${pattern} is expected`);
    this.#expected.push({ pattern, reason, met: false });
  }

  /** Declares that the browser may complain in these words, as it does or does not get to it, and why. */
  allow(pattern, reason) {
    if (!reason) throw new Error(`say why ${pattern} is allowed`);
    this.#expected.push({ pattern, reason, met: true });
  }

  /** What was not expected, and what was but never came. */
  report() {
    const unexpected = this.#seen.filter((complaint) => {
      const matching = this.#expected.filter(({ pattern }) => pattern.test(complaint));
      for (const expected of matching) expected.met = true;
      return matching.length === 0 && !LEFT.test(complaint);
    });
    const missing = this.#expected
      .filter(({ met }) => !met)
      .map(({ pattern, reason }) => `never came: ${pattern}, which was expected because ${reason}`);
    return [...unexpected, ...missing];
  }
}
