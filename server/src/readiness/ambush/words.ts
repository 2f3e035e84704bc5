/** What an unannounced test page says. */
export const words = {
  subject: 'TEST PAGE: please acknowledge it',
  text: 'This is an unannounced test page, as you agreed. Nothing is wrong. Acknowledge it as you would acknowledge a real one: the time until then is measured.',
};
