/** A part of a form: what is typed, and how it is changed. */
export interface FormProps<F> {
  form: F;
  onChange: (part: Partial<F>) => void;
}
