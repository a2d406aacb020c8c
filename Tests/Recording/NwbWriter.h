#pragma once

#include <hdf5.h>

#include <filesystem>
#include <string>
#include <vector>

namespace soma::test {

/// Writes the groups, datasets and attributes of NWB that readers look at: for tests alone.
class NwbWriter {
  public:
    enum class Version { nwb1, nwb2 };

    NwbWriter(const std::filesystem::path& path, Version version)
        : version_(version)
        , file_(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT)) {
        if (version == Version::nwb1) {
            dataset_text(file_, "nwb_version", "NWB-1.0.5");
            group("/acquisition/timeseries");
        } else {
            text(file_, "nwb_version", "2.2.4");
            group("/acquisition");
        }
        group("/stimulus/presentation");
    }
    ~NwbWriter() { H5Fclose(file_); }
    NwbWriter(const NwbWriter&) = delete;
    NwbWriter& operator=(const NwbWriter&) = delete;

    struct Series {
        std::string type, unit;
        double conversion = 1.0, rate_hz = 50000.0;
        std::vector<float> data;
        bool compressed = false;
    };

    void response(int sweep, const Series& series) {
        const bool first = version_ == Version::nwb1;
        write((first ? "/acquisition/timeseries/Sweep_" : "/acquisition/data_0000") + std::to_string(sweep) +
                  (first ? "" : "_AD0"),
              sweep, series);
    }
    void stimulus(int sweep, const Series& series) {
        const bool first = version_ == Version::nwb1;
        write(std::string("/stimulus/presentation/") + (first ? "Sweep_" : "data_0000") + std::to_string(sweep) +
                  (first ? "" : "_DA0"),
              sweep, series);
    }

  private:
    void group(const std::string& path) {
        const auto create = H5Pcreate(H5P_LINK_CREATE);
        H5Pset_create_intermediate_group(create, 1);
        H5Gclose(H5Gcreate2(file_, path.c_str(), create, H5P_DEFAULT, H5P_DEFAULT));
        H5Pclose(create);
    }
    static void text(hid_t object, const char* name, const std::string& words) {
        const auto type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, words.size() + 1);
        const auto space = H5Screate(H5S_SCALAR);
        const auto attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, type, words.c_str());
        H5Aclose(attribute);
        H5Sclose(space);
        H5Tclose(type);
    }
    static void dataset_text(hid_t object, const char* name, const std::string& words) {
        const auto type = H5Tcopy(H5T_C_S1); // of variable length, as h5py writes it
        H5Tset_size(type, H5T_VARIABLE);
        const auto space = H5Screate(H5S_SCALAR);
        const auto dataset = H5Dcreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        const char* pointer = words.c_str();
        H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &pointer);
        H5Dclose(dataset);
        H5Sclose(space);
        H5Tclose(type);
    }
    static void number(hid_t object, const char* name, double value) {
        const auto space = H5Screate(H5S_SCALAR);
        const auto attribute = H5Acreate2(object, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT);
        H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value);
        H5Aclose(attribute);
        H5Sclose(space);
    }

    void write(const std::string& path, int sweep, const Series& series) {
        const auto group = H5Gcreate2(file_, path.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        if (version_ == Version::nwb2) {
            text(group, "neurodata_type", series.type);
            text(group, "stimulus_description", "Long Square");
            number(group, "sweep_number", sweep);
        } else {
            text(group, "ancestry", "TimeSeries");
        }
        const hsize_t count = series.data.size();
        const auto space = H5Screate_simple(1, &count, nullptr);
        const auto create = H5Pcreate(H5P_DATASET_CREATE);
        if (series.compressed) {
            const hsize_t chunk = 1000;
            H5Pset_chunk(create, 1, &chunk);
            H5Pset_deflate(create, 4);
        }
        const auto data = H5Dcreate2(group, "data", H5T_IEEE_F32LE, space, H5P_DEFAULT, create, H5P_DEFAULT);
        H5Dwrite(data, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, series.data.data());
        text(data, "unit", series.unit);
        number(data, "conversion", series.conversion);
        H5Dclose(data);
        H5Pclose(create);
        H5Sclose(space);
        const auto scalar = H5Screate(H5S_SCALAR);
        const auto start =
            H5Dcreate2(group, "starting_time", H5T_IEEE_F64LE, scalar, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        number(start, "rate", series.rate_hz);
        H5Dclose(start);
        H5Sclose(scalar);
        H5Gclose(group);
    }

    Version version_;
    hid_t file_;
};

} // namespace soma::test
