// Tells in the form what others have saved meanwhile: kept beside one's own edit, or to be decided.
(() => {
  // What is sent is numbered, so that a late autosave does not undo what was published after it.
  const NUMBER = 'opened-form-number';

  document.addEventListener('w-autosave:save', ({ detail }) => {
    detail.formData.set(NUMBER, Date.now());
  });

  document.addEventListener('submit', ({ target }) => {
    if (target.id !== 'w-editor-form') return;
    const input = target.elements[NUMBER] || document.createElement('input');
    Object.assign(input, { type: 'hidden', name: NUMBER, value: Date.now() });
    target.append(input);
  });

  const banner = () => {
    const form = document.getElementById('w-editor-form');
    let element = document.getElementById('concurrent-edits');
    if (form && !element) {
      element = document.createElement('div');
      element.id = 'concurrent-edits';
      element.setAttribute('role', 'status');
      form.prepend(element);
    }
    return element;
  };

  const showBanner = (text, kind, action) => {
    const element = banner();
    if (!element) return;
    element.className = `help-block help-${kind}`;
    element.replaceChildren(Object.assign(document.createElement('p'), { textContent: text }));
    if (action) element.append(action);
  };

  const button = (text, click) => {
    const element = document.createElement('button');
    element.type = 'button';
    element.className = 'button button-small button-secondary';
    element.textContent = text;
    element.addEventListener('click', click);
    return element;
  };

  document.addEventListener('w-autosave:success', ({ detail }) => {
    const merged = detail.data.merged;
    if (merged) {
      const reload = () => window.location.reload();
      showBanner(merged, 'info', button(window.gettext('Show the latest version'), reload));
    } else if (document.querySelector('#concurrent-edits.help-warning')) {
      banner().remove();
    }
  });

  document.addEventListener('w-autosave:error', ({ detail }) => {
    const conflict = detail.response && detail.response.conflict;
    if (!conflict) return;
    // Sends the whole form, which leads to the page that asks.
    const choose = () => document.getElementById('w-editor-form').requestSubmit();
    showBanner(conflict, 'warning', button(window.gettext('Compare and choose'), choose));
  });
})();
