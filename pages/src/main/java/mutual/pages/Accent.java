package mutual.pages;

import java.util.Locale;

/** Whose page it is; each role has one accent colour. */
public enum Accent {
  BANK(Icon.BANK),
  MACHINE(Icon.MACHINE),
  PEER(Icon.PEER),
  NONE(Icon.LINK);

  private final Icon icon;

  Accent(Icon icon) {
    this.icon = icon;
  }

  public Icon icon() {
    return icon;
  }

  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }
}
