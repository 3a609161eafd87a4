// Runs in the page, before anything else does.

export function instrument() {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** Settles once the frame that follows is on the screen. */
  const painted = async () => {
    await frame();
    await new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    });
  };
  /** The tasks of more than 50 ms. */
  let long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
  const longest = (tasks) => Math.max(0, ...tasks.map(({ duration }) => duration));
  /** When the last answer of a platform was there. The app reads it in the same task. */
  let lastAnswer = Infinity;
  for (const way of ['text', 'arrayBuffer']) {
    const take = Response.prototype[way];
    Response.prototype[way] = async function () {
      const answer = await take.call(this);
      if (this.url.includes('/via/')) lastAnswer = performance.now();
      return answer;
    };
  }
  let memory;
  let file;
  addEventListener('TrunkApplicationStarted', (event) => {
    memory = event.detail?.wasm?.memory;
  });
  const seen = new MutationObserver(() => {
    const row = document.querySelector('tbody [role=rowheader], tbody th[scope=row]');
    if (row === null || row.textContent.trim() === '') return;
    seen.disconnect();
    painted().then(() => {
      bench.firstRow = performance.now();
    });
  });
  document.addEventListener('DOMContentLoaded', () => seen.observe(document.body, { childList: true, subtree: true, characterData: true }));

  /** How long `act` keeps the page busy, and until its result is painted. */
  const timed = async (act) => {
    await frame();
    const before = performance.now();
    act();
    // Effects run in tasks of their own after the event: this comes after them.
    await new Promise((resolve) => setTimeout(resolve));
    const task = performance.now() - before;
    await painted();
    return { task, painted: performance.now() - before };
  };

  const put = (value) => {
    const input = document.activeElement;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, value);
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };

  const bench = {
    type: (key) => timed(() => put(document.activeElement.value + key)),
    erase: () => timed(() => put(document.activeElement.value.slice(0, -1))),
    press: (element) => timed(() => element.click()),
    /** Presses, and answers how long it takes until more elements than before are as `selector` says. The page
     *  looks by itself: a look from outside, sixty times a second, is work of its own. */
    carriedOut: (button, selector) =>
      new Promise((resolve, reject) => {
        const count = () => document.querySelectorAll(selector).length;
        const before = count();
        const late = setTimeout(() => reject(new Error(`no ${selector} after a minute`)), 60_000);
        const started = performance.now();
        new MutationObserver((_, observer) => {
          if (count() <= before) return;
          observer.disconnect();
          clearTimeout(late);
          painted().then(() => resolve(performance.now() - started));
        }).observe(document.body, { childList: true, subtree: true });
        button.click();
      }),
    /** Makes a file with this text, to be chosen: passing it to the page is no work of the page. */
    make(text) {
      file = new File([text], 'people.csv', { type: 'text/csv' });
    },
    /** Chooses the file that was made, and answers how long it takes until something is as `selector` says. */
    chosen(selector) {
      const input = document.querySelector('input[type=file]');
      const files = new DataTransfer();
      files.items.add(file);
      input.files = files.files;
      const started = performance.now();
      input.dispatchEvent(new Event('change', { bubbles: true }));
      return new Promise((resolve) => {
        const look = () => {
          if (document.querySelector(selector) === null) requestAnimationFrame(look);
          else painted().then(() => resolve(performance.now() - started));
        };
        look();
      });
    },
    /** When the list has this many rows and they are painted. */
    rows: (count) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no ${count} rows after a minute`)), 60_000);
        const look = () => {
          // The head is a row too.
          const rows = Number(document.querySelector('table')?.getAttribute('aria-rowcount')) - 1;
          if (rows !== count) return;
          observer.disconnect();
          clearTimeout(late);
          painted().then(() => resolve(performance.now()));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['aria-rowcount'] });
        look();
      }),
    /** Settles once there is nothing to do: the page's work in slices is done. */
    idle: () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 60_000 })),
    forget: () => {
      long = [];
    },
    longest: () => longest(long),
    /** The longest of the tasks up to the one that read the last answer, and of those after it. */
    longestApart: () => {
      const isBefore = ({ startTime }) => startTime <= lastAnswer;
      return { before: longest(long.filter(isBefore)), after: longest(long.filter((task) => !isBefore(task))) };
    },
    heap: () => ({ wasm: memory?.buffer.byteLength ?? 0, js: performance.memory?.usedJSHeapSize ?? 0 }),
    /** Scrolls from end to end and back, once a frame, and looks at every frame. */
    async drag(time) {
      const table = document.querySelector('table');
      const scrolls = (element) => element.scrollHeight > element.clientHeight + 1
        && /auto|scroll/.test(getComputedStyle(element).overflowY);
      let box = table;
      while (box !== null && !scrolls(box)) box = box.parentElement;
      box ??= document.scrollingElement;
      const end = box.scrollHeight - box.clientHeight;
      await frame();
      long = [];
      const frames = [];
      let elements = 0;
      const started = performance.now();
      let last = started;
      for (;;) {
        await frame();
        const now = performance.now();
        frames.push(now - last);
        last = now;
        const share = (now - started) / time;
        if (share >= 1) break;
        box.scrollTop = end * (share < 0.5 ? share * 2 : 2 - share * 2);
        elements = Math.max(elements, table.querySelectorAll('*').length);
      }
      return { frames: frames.slice(1), longest: longest(long), elements };
    },
  };
  globalThis.bench = bench;
}
