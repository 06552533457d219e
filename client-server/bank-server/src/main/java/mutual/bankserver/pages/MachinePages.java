package mutual.bankserver.pages;

import java.time.Instant;
import java.util.List;
import mutual.bankserver.MachineEntry;
import mutual.bankserver.templates.JtemachineFormsGenerated;
import mutual.bankserver.templates.JtemachineGenerated;
import mutual.bankserver.templates.JtemachineNewGenerated;
import mutual.bankserver.templates.JtemachinesGenerated;
import mutual.bankserver.templates.JtevaultFormGenerated;
import mutual.middleware.NodeId;
import mutual.middleware.web.WebException;
import mutual.middleware.web.WebRequest;
import mutual.middleware.web.WebResponse;
import mutual.pages.Components;

/** Cash machines, the cash in them and in the vault. */
final class MachinePages {
  private final Guard guard;
  private final Desk desk;

  private MachinePages(Guard guard, Desk desk) {
    this.guard = guard;
    this.desk = desk;
  }

  static void addTo(Guard guard, Desk desk) {
    MachinePages pages = new MachinePages(guard, desk);
    guard.page("/machines", _ -> pages.list(desk.newForm()));
    guard.post("/vault", pages::fundVault);
    guard.page("/machines/new", _ -> pages.newMachine(Form.empty()));
    guard.post("/machines/new", pages::add);
    guard.page("/machines/{name}", request -> pages.one(pages.machine(request), desk.newForm()));
    guard.post("/machines/{name}/cash", pages::loadCash);
  }

  private View list(Form form) {
    List<MachineEntry> machines = desk.books().machines();
    long vault = desk.books().vault().account().balance();
    Instant now = desk.clock().instant();
    return new View(
        "Machines",
        "/machines",
        output ->
            JtemachinesGenerated.render(
                Components.html(output), null, machines, vault, desk.currency(), now),
        output -> JtevaultFormGenerated.render(Components.html(output), null, form));
  }

  private WebResponse fundVault(WebRequest request, Session session) {
    Form form = desk.requireAmount(Form.of(request), "amount");
    return Desk.submit(
        session,
        form,
        () -> desk.office().fundVault(Desk.id(form), desk.amount(form, "amount")),
        "Booked into the vault.",
        _ -> "/machines",
        wrong -> guard.again(session, list(wrong)));
  }

  private View one(MachineEntry machine, Form form) {
    Instant now = desk.clock().instant();
    return new View(
        machine.machine().machine(),
        "/machines",
        output ->
            JtemachineGenerated.render(
                Components.html(output), null, machine, desk.currency(), now),
        output -> JtemachineFormsGenerated.render(Components.html(output), null, machine, form));
  }

  private WebResponse loadCash(WebRequest request, Session session) {
    MachineEntry machine = machine(request);
    String name = machine.machine().machine();
    Form form = desk.requireAmount(Form.of(request), "amount");
    boolean back = form.value("direction").equals("back");
    long amount = desk.amount(form, "amount");
    return Desk.submit(
        session,
        form,
        () -> desk.office().loadCash(Desk.id(form), name, back ? -amount : amount),
        back ? "Booked back into the vault." : "Booked into the machine.",
        _ -> "/machines/" + name,
        wrong -> guard.again(session, one(machine, wrong)));
  }

  private View newMachine(Form form) {
    return new View(
        "Add a machine",
        "/machines",
        _ -> {},
        output -> JtemachineNewGenerated.render(Components.html(output), null, form));
  }

  private WebResponse add(WebRequest request, Session session) {
    Form form = Form.of(request);
    return Desk.submit(
        session,
        form,
        () ->
            desk.office()
                .addMachine(
                    form.value("name"), NodeId.parse(form.value("node")), form.value("place")),
        "Machine added.",
        machine -> "/machines/" + machine.machine().machine(),
        wrong -> guard.again(session, newMachine(wrong)));
  }

  private MachineEntry machine(WebRequest request) {
    return desk.books().machine(request.param("name")).orElseThrow(WebException::notFound);
  }
}
