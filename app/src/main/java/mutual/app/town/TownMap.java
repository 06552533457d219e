package mutual.app.town;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mutual.middleware.NodeId;

/** Where each member stands in the picture: servers in the upper row, their clients below. */
public record TownMap(int width, int height, List<Place> places, List<Line> lines) {
  static final int BOX_WIDTH = 210;
  static final int BOX_HEIGHT = 92;
  private static final int GAP = 44;
  private static final int MARGIN = 10;
  private static final int BANKS_TOP = 34;
  private static final int MACHINES_TOP = 224;

  /** One member's box. */
  public record Place(Member member, Standing standing, int left, int top) {
    public int right() {
      return left + BOX_WIDTH;
    }

    public int centre() {
      return left + BOX_WIDTH / 2;
    }

    public int boxWidth() {
      return BOX_WIDTH;
    }

    public int boxHeight() {
      return BOX_HEIGHT;
    }
  }

  /** One connection's line; it is broken while one of its ends is down. */
  public record Line(NodeId from, NodeId to, int x1, int y1, int x2, int y2, boolean up) {
    /** Name of the line's element. */
    public String id() {
      return "line-" + from.shortText() + "-" + to.shortText();
    }
  }

  static TownMap of(Town town) {
    Map<NodeId, Place> places = new LinkedHashMap<>();
    place(town, Member.Role.BANK, BANKS_TOP, places);
    place(town, Member.Role.MACHINE, MACHINES_TOP, places);
    List<Line> lines = new ArrayList<>();
    for (Town.Link link : town.links()) {
      Place from = places.get(link.from());
      Place to = places.get(link.to());
      if (from != null && to != null) {
        lines.add(line(from, to));
      }
    }
    int right = places.values().stream().mapToInt(Place::right).max().orElse(0);
    return new TownMap(
        right + MARGIN, MACHINES_TOP + BOX_HEIGHT + BANKS_TOP, List.copyOf(places.values()), lines);
  }

  private static void place(Town town, Member.Role role, int top, Map<NodeId, Place> places) {
    int left = MARGIN;
    for (Member member : town.members()) {
      if (member.role() == role) {
        places.put(member.id(), new Place(member, member.standing().get(), left, top));
        left += BOX_WIDTH + GAP;
      }
    }
  }

  private static Line line(Place from, Place to) {
    boolean up = from.standing().up() && to.standing().up();
    NodeId a = from.member().id();
    NodeId b = to.member().id();
    if (from.top() == to.top()) {
      int y = from.top() + BOX_HEIGHT / 2;
      return from.left() < to.left()
          ? new Line(a, b, from.right(), y, to.left(), y, up)
          : new Line(a, b, from.left(), y, to.right(), y, up);
    }
    return from.top() > to.top()
        ? new Line(a, b, from.centre(), from.top(), to.centre(), to.top() + BOX_HEIGHT, up)
        : new Line(a, b, from.centre(), from.top() + BOX_HEIGHT, to.centre(), to.top(), up);
  }
}
