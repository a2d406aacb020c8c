#include "Class/NetworkAddresses.h"

#include <algorithm>

#ifdef _WIN32
#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#endif

namespace soma::classroom {
namespace {

/// 0: of a home or school network; 1: public; 2: made up by the machine because nobody gave it one (RFC 3927).
int rank(const std::string& address) {
    if (address.starts_with("192.168.") || address.starts_with("10.")) return 0;
    if (address.starts_with("172.")) {
        const int second = std::atoi(address.c_str() + 4);
        return second >= 16 && second <= 31 ? 0 : 1;
    }
    return address.starts_with("169.254.") ? 2 : 1;
}

std::vector<std::string> all_addresses() {
    std::vector<std::string> found;
#ifdef _WIN32
    ULONG bytes = 16384;
    std::vector<unsigned char> memory(bytes);
    auto* adapters = reinterpret_cast<IP_ADAPTER_ADDRESSES*>(memory.data());
    if (GetAdaptersAddresses(AF_INET, 0, nullptr, adapters, &bytes) != NO_ERROR) return found;
    for (auto* adapter = adapters; adapter != nullptr; adapter = adapter->Next) {
        if (adapter->OperStatus != IfOperStatusUp || adapter->IfType == IF_TYPE_SOFTWARE_LOOPBACK) continue;
        for (auto* one = adapter->FirstUnicastAddress; one != nullptr; one = one->Next) {
            char text[INET_ADDRSTRLEN] = {};
            auto* address = reinterpret_cast<sockaddr_in*>(one->Address.lpSockaddr);
            if (inet_ntop(AF_INET, &address->sin_addr, text, sizeof text) != nullptr) found.emplace_back(text);
        }
    }
#else
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0) return found;
    for (auto* one = list; one != nullptr; one = one->ifa_next) {
        const bool up = (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
        if (!up || one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
        char text[INET_ADDRSTRLEN] = {};
        const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
        if (inet_ntop(AF_INET, &address->sin_addr, text, sizeof text) != nullptr) found.emplace_back(text);
    }
    freeifaddrs(list);
#endif
    return found;
}

} // namespace

std::vector<std::string> network_addresses() {
    auto found = all_addresses();
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return found;
}

} // namespace soma::classroom
