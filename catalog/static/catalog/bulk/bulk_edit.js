// Asks the server for the inputs that follow from what was just chosen.
(() => {
  class AskController extends window.StimulusModule.Controller {
    ask() {
      const { form } = this.element;
      form.requestSubmit(form.querySelector('[data-bulk-edit-show]'));
    }
  }

  window.wagtail.app.register('bulk-edit-ask', AskController);
})();
