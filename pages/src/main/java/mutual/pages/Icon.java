package mutual.pages;

/** A line drawing on a grid of 24 by 24, written into the page as SVG. */
public enum Icon {
  BANK("M3 10 12 4l9 6M5 10v8M10 10v8M14 10v8M19 10v8M3 20h18"),
  MACHINE("M4 4h16v16H4zM7 8h10v5H7zM8 17h8"),
  PEER("M4 5h16v11H4zM2 20h20"),
  LINK("M9 12h6M10 8H8a4 4 0 0 0 0 8h2M14 8h2a4 4 0 0 1 0 8h-2"),
  COPY("M9 9h11v11H9zM5 15H4V4h11v1"),
  CHECK("M4 12.5 9.5 18 20 6.5"),
  CROSS("M6 6l12 12M18 6 6 18"),
  WARNING("M12 4 2.5 20h19zM12 10v4M12 17v.01"),
  NOTICE("M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 8v.01"),
  EMPTY("M4 13 6 5h12l2 8v6H4zM4 13h5l1 3h4l1-3h5"),
  CARD("M3 6h18v12H3zM3 10h18M6 15h4"),
  CASH("M2 7h20v10H2zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM6 12v.01M18 12v.01"),
  PERSON("M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6 8-6s8 2 8 6"),
  EXCHANGE("M4 8h15l-4-4M20 16H5l4 4"),
  ARROW_LEFT("M20 12H5M11 6l-6 6 6 6"),
  ARROW_RIGHT("M4 12h15M13 6l6 6-6 6"),
  SEARCH("M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5"),
  BOOK("M5 4h13v16H6.5A1.5 1.5 0 0 1 5 18.5zM5 17.5h13"),
  KEY("M15 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 12 4 19v2h4v-3h3"),
  LEAVE("M10 4H5v16h5M10 12h10M16 8l4 4-4 4"),
  DOWN("M12 4v15M6 13l6 6 6-6"),
  UP("M12 20V5M6 11l6-6 6 6"),
  PLAY("M7 4.5v15l12-7.5z"),
  PAUSE("M8 5v14M16 5v14"),
  FILE("M6 3h8l5 5v13H6zM14 3v5h5"),
  FOLDER("M3 6h6l2 3h10v11H3z"),
  SHARE(
      "M6 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM18 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM18"
          + " 16a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8.2 10.8l7.6-4M8.2 13.2l7.6 4");

  private final String path;

  Icon(String path) {
    this.path = path;
  }

  /** The drawing as SVG path data. */
  public String path() {
    return path;
  }
}
