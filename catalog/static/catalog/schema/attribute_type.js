// Shows in the form of an attribute the rules that its type has, and any other that is refused.
// Without it, all are shown.
(() => {
  const { Controller } = window.StimulusModule;

  class AttributeTypeController extends Controller {
    connect() {
      this.type = document.getElementById('id_type');
      this.onChange = () => this.show();
      this.type?.addEventListener('change', this.onChange);
      this.show();
    }

    disconnect() {
      this.type?.removeEventListener('change', this.onChange);
    }

    show() {
      if (!this.type) return;
      document.querySelectorAll('.w-panel__wrapper[data-for-types]').forEach((panel) => {
        const isOfType = panel.dataset.forTypes.split(' ').includes(this.type.value);
        panel.hidden = !isOfType && !panel.querySelector('.w-field--error');
      });
    }
  }

  window.wagtail.app.register('catalog-attribute-type', AttributeTypeController);
})();
