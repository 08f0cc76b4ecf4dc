// The keys of the inbox. Without it, every row has its buttons and the ticked have theirs.
(() => {
  const form = document.getElementById('inbox');
  if (!form) return;
  const dialog = document.getElementById('inbox-comment');
  const rows = [...form.querySelectorAll('[data-inbox-row]')];
  const PLACE = 'solidus-inbox-place';
  let current = 0;

  const tickOf = (row) => row.querySelector('input[type=checkbox]');
  const ticked = () => rows.filter((row) => tickOf(row).checked);

  const moveTo = (place) => {
    rows[current].tabIndex = -1;
    current = Math.max(0, Math.min(place, rows.length - 1));
    rows[current].tabIndex = 0;
    rows[current].focus();
    rows[current].scrollIntoView({ block: 'nearest' });
  };

  // The page comes anew after a decision: the next row is where the decided one was.
  const remember = () => sessionStorage.setItem(PLACE, String(current));
  const remembered = () => {
    const place = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    return place;
  };

  const askComment = (chosen) => {
    const names = chosen.map((row) => {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = 'row';
      field.value = row.dataset.inboxRow;
      return field;
    });
    dialog.querySelector('[data-inbox-rows]').replaceChildren(...names);
    dialog.querySelector('[data-inbox-what]').textContent = chosen
      .map((row) => row.dataset.inboxTitle)
      .join(', ');
    dialog.showModal();
  };

  const decide = (decision) => {
    const many = ticked();
    if (many.length) {
      const button = form.querySelector(`button[name=decision][value=${decision}]`);
      if (!button) return;
      button.click();
      return;
    }
    rows[current].querySelector(`[data-inbox-decision=${decision}]`)?.click();
  };

  const KEYS = {
    j: () => moveTo(current + 1),
    ArrowDown: () => moveTo(current + 1),
    k: () => moveTo(current - 1),
    ArrowUp: () => moveTo(current - 1),
    Home: () => moveTo(0),
    End: () => moveTo(rows.length - 1),
    a: () => decide('approve'),
    r: () => decide('send_back'),
    t: () => decide('retry'),
    d: () => decide('dismiss'),
    x: () => {
      const tick = tickOf(rows[current]);
      if (!tick.disabled) tick.checked = !tick.checked;
    },
  };

  const isElsewhere = (target) =>
    target.closest('dialog, [role=dialog], input:not([type=checkbox]), textarea, select') ||
    target.isContentEditable;

  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
    if (event.key === 'Enter' && rows.includes(event.target)) {
      event.target.querySelector('[data-inbox-open]').click();
      return;
    }
    // Arrows scroll the page where the focus is on something else of it.
    const isFree = event.target === document.body || form.contains(event.target);
    const isPlain = event.key.length === 1 || isFree;
    if (!isPlain || !Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  };

  form.addEventListener('submit', (event) => {
    remember();
    const button = event.submitter;
    if (button?.hasAttribute('data-inbox-comment')) {
      event.preventDefault();
      askComment([button.closest('[data-inbox-row]')]);
    } else if (button?.value === 'send_back' && ticked().length) {
      event.preventDefault();
      askComment(ticked());
    }
  });
  dialog.addEventListener('submit', remember);
  dialog.querySelector('[data-inbox-cancel]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => rows[current].focus());
  form.addEventListener('focusin', (event) => {
    const row = event.target.closest('[data-inbox-row]');
    if (!row) return;
    rows[current].tabIndex = -1;
    current = rows.indexOf(row);
    row.tabIndex = 0;
  });

  rows[0].tabIndex = 0;
  const place = remembered();
  if ('inboxKeys' in form.dataset) {
    document.addEventListener('keydown', press);
    if (place !== null) moveTo(Number(place));
  }
})();
