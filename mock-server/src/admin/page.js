// The page shows everything without this. With it, the journal is live and
// there are buttons.

const body = document.querySelector('#journal tbody');
const live = document.querySelector('[data-live]');
const said = document.querySelector('[data-said]');
const SHOWN = 50;
const WORDS = 300;

const cell = (text, kind) => {
  const cell = document.createElement('td');
  if (kind === 'code') {
    cell.append(Object.assign(document.createElement('code'), { textContent: text }));
  } else {
    cell.textContent = text;
    if (kind) cell.className = kind;
  }
  return cell;
};

const row = (call) => {
  const row = document.createElement('tr');
  const known = call.fault ? `fault: ${call.fault}` : call.documented ? 'documented' : (call.note ?? 'not in the documents');
  const answer = cell(known);
  if (call.refusal) {
    const refusal = Object.assign(document.createElement('code'), { textContent: [...call.refusal].slice(0, WORDS).join('') });
    answer.prepend(refusal, document.createElement('br'));
  }
  row.append(
    cell(call.number, 'number'),
    cell(new Date(call.time).toISOString(), 'number'),
    cell(`${call.method} ${call.path}${call.query === null ? '' : `?${call.query}`}`, 'code'),
    cell(call.endpoint ?? ''),
    cell(call.status ?? 'none', 'number'),
    cell(call.duration_ms.toFixed(1), 'number'),
    answer,
  );
  return row;
};

const last = Number(body.querySelector('td')?.textContent ?? 0);
const calls = new EventSource(`/__mock/requests/stream?since=${last}`);
calls.onopen = () => { live.textContent = 'New calls appear here.'; };
calls.onerror = () => { live.textContent = 'New calls do not appear at the moment.'; };
calls.onmessage = (event) => {
  body.prepend(row(JSON.parse(event.data)));
  while (body.rows.length > SHOWN) body.lastElementChild.remove();
};

document.querySelector('[data-buttons]').hidden = false;
for (const button of document.querySelectorAll('[data-send]')) {
  button.addEventListener('click', async () => {
    const [method, path] = button.dataset.send.split(' ');
    try {
      const answer = await fetch(path, { method });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      // All of it, or leaving would break the answer off.
      await answer.text();
      location.reload();
    } catch (error) {
      said.textContent = `That did not work: ${error.message}.`;
    }
  });
}
