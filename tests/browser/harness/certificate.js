// A certificate for a test's server.

import selfsigned from 'selfsigned';

/** A new certificate for `name`, which is its own authority: `cert` and `private`, in PEM. */
export const certificateFor = (name) =>
  selfsigned.generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
