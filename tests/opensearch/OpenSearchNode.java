import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A node as a distribution starts it, from a home folder of jars. By reflection, so that one
 * compiler serves releases whose classes are for newer versions of Java than its own.
 */
public final class OpenSearchNode {
    private static Object prepareEnvironment(Path home) throws ReflectiveOperationException {
        Class<?> settings = Class.forName("org.opensearch.common.settings.Settings");
        Object builder = settings.getMethod("builder").invoke(null);
        builder.getClass().getMethod("put", String.class, Path.class)
            .invoke(builder, "path.home", home);
        Supplier<String> name = () -> "weblogs-test";
        return Class.forName("org.opensearch.node.InternalSettingsPreparer")
            .getMethod("prepareEnvironment", settings, Map.class, Path.class, Supplier.class)
            .invoke(null, builder.getClass().getMethod("build").invoke(builder), Map.of(),
                home.resolve("config"), name);
    }

    /**
     * The protected constructor of environment, plugins of the class path, and whether closed
     * indices are read.
     */
    private static Closeable node(Object environment) throws ReflectiveOperationException {
        Constructor<?> constructor =
            Arrays.stream(Class.forName("org.opensearch.node.Node").getDeclaredConstructors())
            .filter(each -> each.getParameterCount() == 3)
            .findFirst()
            .orElseThrow();
        constructor.setAccessible(true);
        return (Closeable) constructor.newInstance(environment, List.of(), false);
    }

    public static void main(String[] arguments) throws Exception {
        Closeable node = node(prepareEnvironment(Path.of(arguments[0]).toAbsolutePath()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (IOException stopping) {
                // The process ends either way.
            }
        }));
        Method start = node.getClass().getMethod("start");
        start.invoke(node);
        Thread.currentThread().join();
    }
}
