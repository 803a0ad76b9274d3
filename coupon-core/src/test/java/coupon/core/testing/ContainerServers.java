package coupon.core.testing;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The servers of {@link TestServers} as containers, with the images of {@code docker-compose.yml}. */
final class ContainerServers {
    private static final String ROOT_PASSWORD = "root";
    private static final int REDIS_PORT = 6379;

    private ContainerServers() {}

    /** The server's first database, as the user who may make others. */
    static TestDatabase mysql() {
        return new TestDatabase(
                MySql.CONTAINER.getHost(),
                MySql.CONTAINER.getMappedPort(MySQLContainer.MYSQL_PORT),
                MySql.CONTAINER.getDatabaseName(),
                "root",
                ROOT_PASSWORD);
    }

    static String kafkaBootstrapServers() {
        return Kafka.CONTAINER.getBootstrapServers();
    }

    static int redisPort() {
        return Redis.CONTAINER.getMappedPort(REDIS_PORT);
    }

    /** Whatever becomes of the tests, and whether or not Testcontainers has somebody who clears up. */
    private static <C extends GenericContainer<?>> C startedUntilTheEnd(C container) {
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "container-stop"));
        container.start();
        return container;
    }

    private static final class MySql {
        static final MySQLContainer CONTAINER =
                startedUntilTheEnd(new MySQLContainer(DockerImageName.parse("mysql:9.7"))
                        .withDatabaseName("e_commerce_db")
                        .withUsername("application")
                        .withPassword(ROOT_PASSWORD)
                        .withEnv("MYSQL_ROOT_PASSWORD", ROOT_PASSWORD)
                        .withCommand(
                                "--max-connections=500",
                                "--max-allowed-packet=64M",
                                "--default-time-zone=+00:00",
                                "--innodb-buffer-pool-size=256M"));
    }

    private static final class Kafka {
        static final KafkaContainer CONTAINER =
                startedUntilTheEnd(new KafkaContainer(DockerImageName.parse("apache/kafka:4.2.1"))
                        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                        .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"));
    }

    private static final class Redis {
        static final GenericContainer<?> CONTAINER = startedUntilTheEnd(
                new GenericContainer<>(DockerImageName.parse("redis:8")).withExposedPorts(REDIS_PORT));
    }
}
