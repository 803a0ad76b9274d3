package coupon.api.docs;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Joins what the code says of the calls (paths, methods, parameters) with what it does not: why they answer as they do,
 * and examples. The latter stands in one resource, and not in annotations around every line of the controllers.
 */
final class ApiDocument implements OpenApiCustomizer {
    private static final String RESOURCE = "openapi/calls.yaml";

    /** A body that is read by hand is described by hand: the reader's type says nothing, and cannot be described at all. */
    ApiDocument() {
        SpringDocUtils.getConfig().replaceWithClass(ObjectNode.class, Object.class);
    }

    /** @throws IllegalStateException if a call is described that does not exist */
    @Override
    public void customise(OpenAPI generated) {
        OpenAPI described = read();
        generated.info(described.getInfo()).servers(described.getServers()).tags(described.getTags());
        generated.components(described.getComponents());
        described
                .getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> describe(find(generated, path, method), operation)));
    }

    private static Operation find(OpenAPI generated, String path, HttpMethod method) {
        PathItem item = generated.getPaths().get(path);
        Operation operation = item == null ? null : item.readOperationsMap().get(method);
        if (operation == null) {
            throw new IllegalStateException(RESOURCE + " describes what does not exist: " + method + " " + path);
        }
        return operation;
    }

    private static void describe(Operation generated, Operation described) {
        generated
                .operationId(described.getOperationId())
                .tags(described.getTags())
                .summary(described.getSummary())
                .description(described.getDescription())
                .security(described.getSecurity())
                .requestBody(described.getRequestBody())
                .responses(described.getResponses());
        Objects.requireNonNullElse(described.getParameters(), List.<Parameter>of())
                .forEach(parameter -> describe(generated, parameter));
    }

    private static void describe(Operation generated, Parameter described) {
        List<Parameter> known = Objects.requireNonNullElse(generated.getParameters(), List.<Parameter>of());
        generated.setParameters(Stream.concat(
                        known.stream().filter(parameter -> !parameter.getName().equals(described.getName())),
                        Stream.of(described))
                .toList());
    }

    private static OpenAPI read() {
        try (InputStream yaml = new ClassPathResource(RESOURCE).getInputStream()) {
            return Yaml31.mapper().readValue(yaml, OpenAPI.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
