// The panel "Completeness and quality": asks anew after each save, and leads to a field.
(() => {
  const { Controller } = window.StimulusModule;

  class StateController extends Controller {
    static targets = ['content'];

    static values = { url: String };

    connect() {
      this.refresh = this.refresh.bind(this);
      document.addEventListener('w-autosave:success', this.refresh);
    }

    disconnect() {
      document.removeEventListener('w-autosave:success', this.refresh);
      this.request?.abort();
    }

    async refresh() {
      this.request?.abort();
      this.request = new AbortController();
      try {
        const answer = await fetch(this.urlValue, {
          headers: { 'X-Requested-With': 'XMLHttpRequest' },
          signal: this.request.signal,
        });
        if (!answer.ok) return;
        this.element.innerHTML = await answer.text();
        this.count();
      } catch {
        // What was told last stays; the next save asks again.
      }
    }

    count() {
      const { issues } = this.contentTarget.dataset;
      const toggle = document.querySelector('[data-side-panel-toggle="quality"]');
      const counter = toggle?.querySelector('[data-side-panel-toggle-counter]');
      if (!counter) return;
      counter.textContent = issues;
      counter.hidden = issues === '0';
    }

    // A field of this page is opened in place, so that nothing typed is lost.
    open(event) {
      const address = new URL(event.currentTarget.href);
      const field = document.getElementById(decodeURIComponent(address.hash.slice(1)));
      if (!field) return;
      event.preventDefault();
      ['language', 'channel'].forEach((name) => this.choose(name, address.searchParams.get(name)));
      const tab = field.closest('[role=tabpanel]');
      if (tab?.hidden) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
      const toggle = field.closest('[data-panel]')?.querySelector('[data-panel-toggle]');
      if (toggle?.getAttribute('aria-expanded') === 'false') toggle.click();
      requestAnimationFrame(() => {
        field.scrollIntoView({ block: 'center' });
        const input = field.matches('input:not([type=hidden]), select, textarea, button');
        (input ? field : field.querySelector('input:not([type=hidden]), button, [contenteditable]') || field).focus();
      });
    }

    choose(name, value) {
      const select = document.querySelector(`[data-catalog-switcher-target="${name}"]`);
      if (!select || value === null || select.value === value) return;
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }

  window.wagtail.app.register('catalog-state', StateController);
})();
