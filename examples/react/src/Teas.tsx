// The shop's front page. It has nothing to do with logging in, as most pages do not.
const TEAS = [
  { name: "Cloud Mist", kind: "Green", text: "Picked before the rain, pan-fired the same day.", price: 128 },
  { name: "Red Ridge", kind: "Red", text: "From old bushes on the southern slope. Malt and honey.", price: 168 },
  { name: "Moon White", kind: "White", text: "Three years in the cake. Soft, with a taste of hay.", price: 218 },
];

export function Teas() {
  return (
    <section>
      <h1>Tea from above the clouds</h1>
      <p className="lead">Small gardens between 900 and 1,400 metres, and one picking a year.</p>
      <ul className="teas">
        {TEAS.map(({ name, kind, text, price }) => (
          <li key={name}>
            <small>{kind}</small>
            <h2>{name}</h2>
            <p>{text}</p>
            <b>¥{price}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
