import { createContext, useContext } from "react";

/** Who the key says one is. */
export interface Me {
  tenant: string;
  business: string;
  name: string;
  role: string;
  scopes: string[];
}

/** Null while it is not known. */
export const MeContext = createContext<Me | null>(null);

export const useMe = (): Me | null => useContext(MeContext);
