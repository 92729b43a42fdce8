/** The parts of the registry that tests read; all of it is in `openapi/openapi.json`. */
export interface Holder {
  id: string;
  family_name: string;
  given_name: string;
  tax_code: string;
  version: number;
}

export interface NewHolder {
  family_name: string;
  given_name: string;
  tax_code: string;
  addresses: Partial<Address>[];
  companies: Record<string, string>[];
}

export interface Address {
  street: string;
  number: string;
  locality: string;
  province: string;
  postal_code: string;
  phone: string;
  fax: string;
  mobile: string;
  email: string;
}

export const ADDRESS: Partial<Address> = {
  street: "Via delle Prove",
  number: "12/A",
  locality: "Potenza",
  province: "PZ",
  postal_code: "85100",
  phone: "0971 123456",
  email: "zoe.talamo@posta.example.org",
};

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** The codice fiscale of an invented person: the letters of the names, year, month and day of birth, and the place. */
export function taxCode(letters: string, birth: string, place = "G942"): string {
  const code = `${letters}${birth}${place}`;
  const values = [...code].map((character, index) => {
    const value = /[0-9]/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return index % 2 === 0 ? (ODD[value] ?? 0) : value;
  });
  const sum = values.reduce((one, other) => one + other, 0);
  return code + String.fromCharCode(65 + (sum % 26));
}

/** A partita IVA of eleven digits, with its check digit, from the first ten. */
export function vatNumber(ten: string): string {
  const sum = [...ten].reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return ten + String((10 - (sum % 10)) % 10);
}
