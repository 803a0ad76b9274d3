package coupon.verification.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every request of the coupon that the topic or the request store knows, those of a partition in offset order. */
final class Requests implements Iterable<Request> {
    private final List<Request> all = new ArrayList<>();
    private final Map<UUID, Request> byId = new HashMap<>();

    Request add(Request request) {
        all.add(request);
        Request first = byId.putIfAbsent(request.id, request);
        if (first != null) {
            request.next = first.next;
            first.next = request;
        }
        return request;
    }

    @Nullable
    Request any(UUID id) {
        return byId.get(id);
    }

    @Nullable
    Request in(int partition, UUID id) {
        return find(id, it -> it.partition == partition);
    }

    /** The one of the record at this position, if that is a record of this event. */
    @Nullable
    Request at(UUID id, int partition, long offset) {
        return find(id, it -> it.inTopic && it.partition == partition && it.offset == offset);
    }

    /** The one that carries the event's outcome. */
    @Nullable
    Request decided(UUID id) {
        return find(id, Request::isDecided);
    }

    /** Where those stand that are like this. */
    SortedSet<Integer> partitions(Predicate<Request> which) {
        SortedSet<Integer> partitions = new TreeSet<>();
        all.stream().filter(which).forEach(it -> partitions.add(it.partition));
        return partitions;
    }

    @Override
    public Iterator<Request> iterator() {
        return all.iterator();
    }

    private @Nullable Request find(UUID id, Predicate<Request> which) {
        Request request = byId.get(id);
        while (request != null && !which.test(request)) {
            request = request.next;
        }
        return request;
    }
}
