/** A few choices of which any number may be on. */
export function Checks<T extends string>({
  label,
  all,
  chosen,
  onChosen,
}: {
  readonly label: string;
  readonly all: readonly { readonly id: T; readonly name: string }[];
  readonly chosen: readonly T[];
  readonly onChosen: (id: T, isOn: boolean) => void;
}) {
  return (
    <fieldset className="c-plain-set">
      <legend>{label}</legend>
      <div className="c-buttons">
        {all.map(({ id, name }) => (
          <label key={id} className="c-check">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(event) => onChosen(id, event.target.checked)}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
